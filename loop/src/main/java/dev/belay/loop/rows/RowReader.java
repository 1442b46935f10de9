package dev.belay.loop.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a file one after the other: JSON objects, a line each, in UTF-8 ({@code .gz}: packed), or Parquet by
 * its ending, whose rows are read as JSON, or standard input. Blank lines are skipped; they count as lines.
 */
public final class RowReader implements AutoCloseable {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build()
            .reader();

    /** In place of a file: JSON lines from standard input. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private final String place;
    private final Texts texts;
    private long line;

    /** The texts of the rows, blank ones included; null at the end. */
    interface Texts extends Closeable {
        @Nullable
        String next() throws IOException;

        /** Whether the text returned last stands in the file as it should: in UTF-8. */
        default boolean wellFormed() {
            return true;
        }
    }

    /**
     * @param file or {@link #STANDARD_INPUT}, which is closed with this
     * @throws InvalidInputException when the file is not there or cannot be read
     */
    public RowReader(Path file) {
        place = place(file);
        // Not by the name the system has for it: where it is a socket, it cannot be opened again.
        texts = file.equals(STANDARD_INPUT) ? new Utf8Lines(System.in) : texts(file);
    }

    private static String place(Path file) {
        return file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
    }

    private static Texts texts(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(file + " is a folder; a file of rows is needed (.jsonl, .gz or .parquet)");
        }
        if (Files.notExists(file)) {
            throw new InvalidInputException(file + " does not exist (looked in "
                    + file.toAbsolutePath().normalize().getParent() + ")");
        }
        if (ParquetRows.is(file)) {
            return new ParquetRows(file);
        }
        try {
            return new Utf8Lines(bytes(file));
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + AtomicFile.reason(e), e);
        }
    }

    private static InputStream bytes(Path file) throws IOException {
        InputStream stored = Files.newInputStream(file);
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
            return stored;
        }
        try {
            return new GZIPInputStream(stored);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    /**
     * A row as it stands in the file.
     *
     * @param wellFormed whether it is UTF-8
     */
    public record Line(String file, long number, String text, boolean wellFormed) {
        /** @throws InvalidInputException with the place, when the line is not one JSON object */
        public Row row() {
            if (!wellFormed) {
                throw new InvalidInputException(file + ":" + number + ": not UTF-8");
            }
            try {
                JsonNode node = JSON.readTree(text);
                if (node instanceof ObjectNode fields) {
                    return new Row(file, number, fields);
                }
                throw new InvalidInputException(
                        file + ":" + number + ":1: a row must be a JSON object, got " + Row.described(node));
            } catch (JsonProcessingException e) {
                long column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
                throw new InvalidInputException(file + ":" + number + ":" + column + ": not JSON: " + Json.fault(e), e);
            }
        }
    }

    /** The next line that is not blank, or null at the end. */
    public @Nullable Line next() {
        try {
            for (String text = texts.next(); text != null; text = texts.next()) {
                line++;
                if (!text.isBlank()) {
                    return new Line(place, line, text, texts.wellFormed());
                }
            }
            return null;
        } catch (IOException e) {
            throw new InvalidInputException(place + ":" + (line + 1) + ": cannot be read: " + AtomicFile.reason(e), e);
        }
    }

    /** Up to {@code atMost} further lines; empty at the end. */
    public List<Line> next(int atMost) {
        List<Line> batch = new ArrayList<>();
        while (batch.size() < atMost) {
            Line line = next();
            if (line == null) {
                break;
            }
            batch.add(line);
        }
        return batch;
    }

    /** All rows of a file, at least one; the first bad one stops. */
    public static List<Row> readAll(Path file) {
        try (RowReader reader = new RowReader(file)) {
            List<Row> rows = new ArrayList<>();
            for (Line line = reader.next(); line != null; line = reader.next()) {
                rows.add(line.row());
            }
            if (rows.isEmpty()) {
                throw reader.noRows();
            }
            return rows;
        }
    }

    /** What to throw of a file that has no rows, where that is a mistake. */
    public InvalidInputException noRows() {
        return new InvalidInputException(place + " holds no rows");
    }

    @Override
    public void close() {
        try {
            texts.close();
        } catch (IOException e) {
            throw new InvalidInputException(place + " cannot be closed: " + AtomicFile.reason(e), e);
        }
    }
}
