package dev.belay.loop.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, each decoded by itself, so that a byte that is not UTF-8 spoils its own line alone. */
final class Utf8Lines implements RowReader.Texts {
    private static final int BUFFER = 1 << 16;
    private static final char REPLACEMENT = '\uFFFD';

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean wellFormed = true;

    Utf8Lines(InputStream in) {
        this.in = in;
    }

    @Override
    public @Nullable String next() throws IOException {
        ByteArrayOutputStream begun = null;
        while (true) {
            if (at == end) {
                end = Math.max(0, in.read(buffer));
                at = 0;
                if (end == 0) {
                    return begun == null ? null : decoded(begun.toByteArray(), 0, begun.size());
                }
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (at < end && begun == null) {
                return decoded(buffer, from, at++ - from);
            }
            begun = begun == null ? new ByteArrayOutputStream() : begun;
            begun.write(buffer, from, at - from);
            if (at < end) {
                at++;
                return decoded(begun.toByteArray(), 0, begun.size());
            }
        }
    }

    /** A strict decoder is slow, and needed only where the lenient one may have mended something. */
    private String decoded(byte[] bytes, int from, int count) {
        int length = count > 0 && bytes[from + count - 1] == '\r' ? count - 1 : count;
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        wellFormed = text.indexOf(REPLACEMENT) < 0 || strict(ByteBuffer.wrap(bytes, from, length));
        return text;
    }

    private static boolean strict(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Override
    public boolean wellFormed() {
        return wellFormed;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
