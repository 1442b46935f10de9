package dev.belay.app.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.data.jsonl.ParquetFile;
import dev.belay.model.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a JSONL file in UTF-8 line by line. Blank lines are skipped; they count as lines. */
public final class RowReader implements AutoCloseable {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final Path file;
    private final BufferedReader lines;
    private long line;

    /** @throws InvalidInputException when the file is not there or cannot be read */
    public RowReader(Path file) {
        this.file = file;
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(file + " is a folder; a JSONL file is needed");
        }
        try {
            lines = Files.newBufferedReader(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    file + " does not exist (looked in " + file.toAbsolutePath().getParent() + ")", e);
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A line as it stands in the file. */
    public record Line(String file, long number, String text) {
        /** @throws InvalidInputException with the place, when the line is not one JSON object */
        public Row row() {
            try {
                JsonNode node = JSON.readTree(text);
                if (node instanceof ObjectNode fields) {
                    return new Row(file, number, fields);
                }
                throw new InvalidInputException(
                        file + ":" + number + ": a row must be a JSON object, got " + Row.kind(node));
            } catch (JsonProcessingException e) {
                long column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
                throw new InvalidInputException(
                        file + ":" + number + ":" + column + ": not JSON: " + e.getOriginalMessage(), e);
            }
        }
    }

    /** The next line that is not blank, or null at the end. */
    public @Nullable Line next() {
        try {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (!text.isBlank()) {
                    return new Line(file.toString(), line, text);
                }
            }
            return null;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ":" + (line + 1) + " or after: not UTF-8", e);
        } catch (IOException e) {
            throw new InvalidInputException(file + ":" + (line + 1) + ": cannot be read: " + e.getMessage(), e);
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

    /** All rows of a JSONL or Parquet file; the first bad one stops. */
    public static List<Row> readAll(Path file) {
        List<Row> rows = new ArrayList<>();
        if (ParquetFile.is(file)) {
            ParquetFile.read(file, text -> rows.add(new Line(file.toString(), rows.size() + 1L, text).row()));
            if (rows.isEmpty()) {
                throw new InvalidInputException(file + " holds no rows");
            }
            return rows;
        }
        try (RowReader reader = new RowReader(file)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                rows.add(line.row());
            }
            if (rows.isEmpty()) {
                throw new InvalidInputException(file + " holds no rows");
            }
            return rows;
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
