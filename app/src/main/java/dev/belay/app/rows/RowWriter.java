package dev.belay.app.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.InvalidInputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSONL to a file or to standard output. A file is written beside its final place and moved there by
 * {@link #finish}, so that a reader never sees half of it and a failure leaves the old one as it was.
 */
public final class RowWriter implements AutoCloseable {
    private final Writer writer;
    private final @Nullable Path target;
    private final @Nullable Path partial;

    /**
     * @param target null for {@code out}
     * @throws InvalidInputException when the file cannot be created
     */
    public RowWriter(@Nullable Path target, PrintWriter out) {
        this.target = target;
        if (target == null) {
            partial = null;
            writer = out;
            return;
        }
        if (Files.isDirectory(target)) {
            throw new InvalidInputException(target + " is a folder; --out must name a file");
        }
        partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            writer = Files.newBufferedWriter(partial);
        } catch (IOException e) {
            throw new InvalidInputException(target + " cannot be written: " + reason(e), e);
        }
    }

    public void write(JsonNode row) {
        try {
            writer.write(row.toString());
            writer.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Makes what was written visible under its name. */
    public void finish() {
        try {
            writer.flush();
            if (partial != null && target != null) {
                writer.close();
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (partial == null) {
            return;
        }
        try (BufferedWriter _ = (BufferedWriter) writer) {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private InvalidInputException failed(IOException e) {
        return new InvalidInputException(
                (target == null ? "standard output" : target) + " cannot be written: " + reason(e), e);
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName().replace("Exception", "") + (message == null ? "" : " " + message);
    }
}
