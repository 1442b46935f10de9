package dev.belay.app.terminal;

import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An output stream that remembers why something could not be written: the writers above it swallow that. */
public final class StandardOutput extends OutputStream {
    private final OutputStream to;
    private @Nullable IOException failure;

    public StandardOutput(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            to.write(bytes, from, count);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            to.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }

    /** What was lost, and why; nothing where the reader at the other end of a pipe had enough. */
    public Optional<String> loss() {
        return Optional.ofNullable(failure)
                .filter(e ->
                        !String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe"))
                .map(e -> "standard output could not be written to its end: " + AtomicFile.reason(e));
    }
}
