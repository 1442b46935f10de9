package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Reads a header from front to back and never beyond the end, whatever the header says. */
final class GgufCursor {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final char REPLACEMENT = '\uFFFD';

    private final String place;
    private final MemorySegment bytes;
    private long at;

    GgufCursor(String place, MemorySegment bytes) {
        this.place = place;
        this.bytes = bytes;
    }

    long position() {
        return at;
    }

    int u32(String what) {
        return take(Integer.BYTES, what).get(INT, 0);
    }

    /** As it stands: negative where the file means 2^63 or more. */
    long u64(String what) {
        return take(Long.BYTES, what).get(LONG, 0);
    }

    /**
     * A number of things that follow.
     *
     * @param bytesEach what each takes at least; a count for which the file is too short is refused before any is read
     */
    long count(int bytesEach, String what) {
        long n = u64(what);
        long left = bytes.byteSize() - at;
        if (n < 0 || n > left / bytesEach) {
            throw new InvalidInputException(place + ": " + what + " is " + Long.toUnsignedString(n)
                    + ", for which the file has too few bytes left (" + left + "; truncated?)");
        }
        return n;
    }

    /** Goes over texts, of which a vocabulary has a hundred thousand, without looking at what they say. */
    void skipTexts(long count, String what) {
        for (long i = 0; i < count; i++) {
            skipText(what);
        }
    }

    /** A method of its own, so that the compiler takes it after some hundred texts. */
    private void skipText(String what) {
        long size = bytes.byteSize();
        long text = at + Long.BYTES;
        long length = text <= size ? bytes.get(LONG, at) : -1;
        if (length < 0 || length > size - text) {
            text("a text of " + what); // says what is wrong
        }
        at = text + length;
    }

    /** The bytes of a text: a length, then so many of them. */
    MemorySegment text(String what) {
        return take(count(1, "the length of " + what), what);
    }

    String string(String what) {
        return decode(text(what), place, what);
    }

    MemorySegment take(long length, String what) {
        if (length > bytes.byteSize() - at) {
            throw new InvalidInputException(
                    place + ": the file ends at byte " + bytes.byteSize() + ", in " + what + " (truncated?)");
        }
        MemorySegment taken = bytes.asSlice(at, length);
        at += length;
        return taken;
    }

    static String decode(MemorySegment utf8, String place, String what) {
        byte[] raw = utf8.toArray(ValueLayout.JAVA_BYTE);
        return decode(raw, 0, raw.length, place, () -> what);
    }

    /**
     * A part of {@code utf8} as text.
     *
     * @param what it is, for a message
     */
    static String decode(byte[] utf8, int from, int length, String place, Supplier<String> what) {
        String text = new String(utf8, from, length, StandardCharsets.UTF_8);
        // The lenient decoder is many times faster and leaves this character where it met an error.
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireValid(ByteBuffer.wrap(utf8, from, length), place, what.get());
        }
        return text;
    }

    private static void requireValid(ByteBuffer utf8, String place, String what) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(utf8);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(place + ": " + what + " is not valid UTF-8", e);
        }
    }
}
