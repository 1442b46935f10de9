package dev.belay.app.command;

import dev.belay.app.rows.RowWriter;
import dev.belay.model.InvalidInputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the rows of a command go. */
final class OutputOptions {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the rows go; a file that is there already is refused. Default: standard output, or"
                    + " nowhere if a summary is printed there.")
    private @Nullable Path target;

    @Option(names = "--overwrite", description = "Replace the file that --out names, when all rows are there.")
    private boolean overwrite;

    /** Whether a file was named. */
    boolean toFile() {
        return target != null;
    }

    private static void requireJsonl(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet") || name.endsWith(".gz")) {
            throw new InvalidInputException(
                    "rows are written as plain JSONL, and " + file + " is named as another kind of file; use .jsonl");
        }
    }

    /**
     * Opened before any work, so that rows are not computed for a place they cannot go to.
     *
     * @param out where rows go without {@code --out}
     * @throws InvalidInputException when the file is there and may not be replaced, or cannot be written
     */
    RowWriter open(PrintWriter out) {
        if (target == null) {
            return RowWriter.to(out);
        }
        requireJsonl(target);
        return overwrite ? RowWriter.replacing(target) : RowWriter.creating(target);
    }
}
