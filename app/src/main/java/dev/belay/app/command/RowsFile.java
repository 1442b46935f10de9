package dev.belay.app.command;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** A file of rows as the command line names it: {@code -} is standard input, as JSONL. */
final class RowsFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
        return Path.of(value.equals("-") ? "/dev/stdin" : value);
    }
}
