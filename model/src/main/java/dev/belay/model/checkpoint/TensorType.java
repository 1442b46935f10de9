package dev.belay.model.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;

/** How the numbers of a stored tensor are laid out, little-endian. The names are those of safetensors. */
public enum TensorType {
    F32(4, 0x7F800000_7F800000L, 0x00800000_00800000L),
    F16(2, 0x7C007C007C007C00L, 0x0400040004000400L),
    BF16(2, 0x7F807F807F807F80L, 0x0080008000800080L);

    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;
    private final long exponentMask;
    private final long exponentUnit;
    private final long signMask;

    TensorType(int bytes, long exponentMask, long exponentUnit) {
        this.bytes = bytes;
        this.exponentMask = exponentMask;
        this.exponentUnit = exponentUnit;
        this.signMask = bytes == 4 ? 0x8000000080000000L : 0x8000800080008000L;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** The name config.json uses, such as {@code bfloat16}. */
    public String torchName() {
        return switch (this) {
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
        };
    }

    /** Number {@code index} of {@code data} as fp32; exact for every type. */
    public float get(MemorySegment data, long index) {
        return switch (this) {
            case F32 -> Float.intBitsToFloat(data.get(INT, index * Float.BYTES));
            case F16 -> Float.float16ToFloat(data.get(SHORT, index * Short.BYTES));
            case BF16 -> Float.intBitsToFloat(data.get(SHORT, index * Short.BYTES) << 16);
        };
    }

    /** Stores a number, rounded to nearest, ties to even. */
    public void set(MemorySegment data, long index, float value) {
        switch (this) {
            case F32 -> data.set(INT, index * Float.BYTES, Float.floatToRawIntBits(value));
            case F16 -> data.set(SHORT, index * Short.BYTES, Float.floatToFloat16(value));
            case BF16 -> data.set(SHORT, index * Short.BYTES, bfloat16(value));
        }
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        // Half of the dropped part, plus one if the kept part is odd: to nearest, ties to even. Overflow becomes
        // infinity.
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    /** Copies {@code elements} numbers into fp32 in the machine's byte order. */
    public void toFp32(MemorySegment from, MemorySegment to, long elements) {
        switch (this) {
            case F32 -> {
                for (long i = 0; i < elements; i++) {
                    to.set(JAVA_INT_UNALIGNED, i * Float.BYTES, from.get(INT, i * Float.BYTES));
                }
            }
            case F16 -> {
                for (long i = 0; i < elements; i++) {
                    float value = Float.float16ToFloat(from.get(SHORT, i * Short.BYTES));
                    to.set(JAVA_FLOAT_UNALIGNED, i * Float.BYTES, value);
                }
            }
            case BF16 -> {
                for (long i = 0; i < elements; i++) {
                    to.set(JAVA_INT_UNALIGNED, i * Float.BYTES, from.get(SHORT, i * Short.BYTES) << 16);
                }
            }
        }
    }

    /**
     * The first number that is infinite or not a number, or -1. Eight bytes are looked at together: adding one unit to an
     * exponent of all ones, and only to that, carries into the sign bit.
     */
    public long firstNonFinite(MemorySegment data, long elements) {
        int lanes = Long.BYTES / bytes;
        long words = elements / lanes;
        for (long w = 0; w < words; w++) {
            long exponents = data.get(LONG, w * Long.BYTES) & exponentMask;
            if (((exponents + exponentUnit) & signMask) != 0) {
                return firstNonFinite(data, w * lanes, elements);
            }
        }
        return firstNonFinite(data, words * lanes, elements);
    }

    private long firstNonFinite(MemorySegment data, long from, long elements) {
        for (long i = from; i < elements; i++) {
            if (!Float.isFinite(get(data, i))) {
                return i;
            }
        }
        return -1;
    }

    /** The name in lower case, as used in messages and recipes. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
