package dev.belay.loop.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** metrics.jsonl: one JSON object a line, on disk as soon as its step is done. */
public final class MetricsLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = "step";
    private static final String EVALUATION = "evaluation";

    private final Path file;
    private final BufferedWriter out;

    private MetricsLog(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** A log that continues behind the rows up to {@code keep} steps; later rows, and half a row, are cut off. */
    static MetricsLog continuing(Path file, int keep) {
        StringBuilder kept = new StringBuilder();
        if (Files.exists(file)) {
            for (MetricsRow row : read(file)) {
                if (row.step() <= keep) {
                    kept.append(line(row));
                }
            }
        }
        Disk.replace(file, kept.toString());
        return Disk.writing(file, () -> new MetricsLog(file, Files.newBufferedWriter(file, StandardOpenOption.APPEND)));
    }

    /**
     * All whole rows of the file. A last line without its line break is the trace of a killed process and left out.
     *
     * @throws InvalidInputException when the file is missing or a line is not such a row; the message names the line
     */
    public static List<MetricsRow> read(Path file) {
        String text = Disk.reading(file, () -> Files.readString(file));
        List<MetricsRow> rows = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            rows.add(row(text.substring(from, end), file, rows.size() + 1));
            from = end + 1;
        }
        return rows;
    }

    private static MetricsRow row(String line, Path file, int number) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ":" + number + ": not JSON: " + Json.fault(e), e);
        }
        if (!node.path(STEP).isInt()) {
            throw new InvalidInputException(file + ":" + number + ": a row needs a whole number \"step\"");
        }
        Map<String, Double> values = new LinkedHashMap<>();
        node.properties().stream()
                .filter(p -> p.getValue().isNumber() && !p.getKey().equals(STEP))
                .forEach(p -> values.put(p.getKey(), p.getValue().asDouble()));
        return new MetricsRow(node.path(STEP).asInt(), node.path(EVALUATION).asBoolean(false), values);
    }

    void write(MetricsRow row) {
        Disk.writing(file, () -> {
            out.write(line(row));
            out.flush();
            return file;
        });
    }

    private static String line(MetricsRow row) {
        ObjectNode node = JSON.createObjectNode();
        node.put(STEP, row.step());
        if (row.evaluation()) {
            node.put(EVALUATION, true);
        }
        // NaN and infinity are no JSON; a metric that is not a number was not measured.
        row.values().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                node.put(name, value);
            }
        });
        return node + "\n";
    }

    @Override
    public void close() {
        Disk.writing(file, () -> {
            out.close();
            return file;
        });
    }
}
