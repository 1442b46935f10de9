package dev.belay.app.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSONL to a file or to standard output. A file is written beside its final place and moved there by
 * {@link #finish}, so that a reader never sees half of it and a failure leaves the old one as it was. A device or a pipe
 * is written to as it stands.
 */
public final class RowWriter implements AutoCloseable {
    private final Writer writer;
    private final @Nullable Path target;
    private final @Nullable Path partial;
    private final CopyOption[] move;

    private RowWriter(PrintWriter out) {
        writer = out;
        target = null;
        partial = null;
        move = new CopyOption[0];
    }

    private RowWriter(Path target, CopyOption... move) {
        this.target = target;
        this.move = move;
        if (Files.isDirectory(target)) {
            throw new InvalidInputException(target + " is a folder; --out must name a file");
        }
        boolean special = Files.exists(target) && !Files.isRegularFile(target);
        partial = special ? null : target.resolveSibling(target.getFileName() + ".partial");
        try {
            writer = Files.newBufferedWriter(partial == null ? target : partial);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Rows go to a stream, which stays open. */
    public static RowWriter to(PrintWriter out) {
        return new RowWriter(out);
    }

    /**
     * Rows go to a new file.
     *
     * @throws InvalidInputException when there is such a file already, or it cannot be created
     */
    public static RowWriter creating(Path target) {
        if (Files.isRegularFile(target)) {
            throw alreadyThere(target);
        }
        return new RowWriter(target);
    }

    /**
     * Rows go to a file, in place of one that may be there.
     *
     * @throws InvalidInputException when it cannot be created
     */
    public static RowWriter replacing(Path target) {
        return new RowWriter(target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static InvalidInputException alreadyThere(Path target) {
        return new InvalidInputException(
                target + " is there already; choose another --out, or add --overwrite to replace it");
    }

    public void write(JsonNode row) {
        try {
            writer.write(row.toString());
            writer.write('\n');
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Makes what was written visible under its name. */
    public void finish() {
        try {
            writer.flush();
            if (partial != null && target != null) {
                writer.close();
                Files.move(partial, target, move);
            }
        } catch (FileAlreadyExistsException e) {
            throw alreadyThere(Path.of(e.getFile()));
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    @Override
    public void close() {
        if (target == null) {
            return;
        }
        try {
            writer.close();
            if (partial != null) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private static InvalidInputException failed(@Nullable Path target, IOException e) {
        return target == null
                ? new InvalidInputException("cannot write standard output: " + AtomicFile.reason(e), e)
                : new InvalidInputException(
                        "cannot write " + target + ": " + AtomicFile.whyNotWritten(target, e)
                                + "; choose another --out",
                        e);
    }
}
