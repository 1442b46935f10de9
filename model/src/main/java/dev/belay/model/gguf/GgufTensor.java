package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A tensor as it lies in a GGUF file.
 *
 * @param place the file, for messages
 * @param name as llama.cpp names it
 * @param type how its numbers are stored
 * @param shape row-major, the order of Hugging Face: the reverse of the file's
 * @param data exactly the tensor's bytes; valid as long as the file is mapped
 */
record GgufTensor(String place, String name, GgmlType type, List<Long> shape, MemorySegment data) {
    /** Values decoded at a time: small enough for the cache, large enough that the calls do not count. */
    private static final int CHUNK_VALUES = 1 << 13;

    GgufTensor {
        shape = List.copyOf(shape);
    }

    long values() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Values of a row: the last dimension. */
    long rowValues() {
        return shape.getLast();
    }

    long rows() {
        return values() / rowValues();
    }

    /**
     * Decodes some rows.
     *
     * @param first the first of them
     * @param count how many
     * @param to room for all their values in fp32, in the machine's byte order
     * @throws InvalidInputException when one of the values is infinite or not a number
     */
    void read(long first, long count, MemorySegment to) {
        long blocksPerRow = rowValues() / type.blockValues();
        long block = first * blocksPerRow;
        long end = block + count * blocksPerRow;
        int atOnce = (int) Math.min(end - block, Math.max(1, CHUNK_VALUES / type.blockValues()));
        byte[] raw = new byte[atOnce * type.blockBytes()];
        float[] values = new float[atOnce * type.blockValues()];
        for (long written = 0; block < end; ) {
            int n = (int) Math.min(atOnce, end - block);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, block * type.blockBytes(), raw, 0, n * type.blockBytes());
            type.decode(raw, n, values);
            requireFinite(values, n * type.blockValues(), block * type.blockValues());
            MemorySegment.copy(
                    values, 0, to, ValueLayout.JAVA_FLOAT_UNALIGNED, written * Float.BYTES, n * type.blockValues());
            written += (long) n * type.blockValues();
            block += n;
        }
    }

    private void requireFinite(float[] decoded, int count, long firstIndex) {
        // The largest magnitude by its bits: a maximum vectorises, and infinity and not-a-number are above all others.
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(decoded[i]) & Integer.MAX_VALUE);
        }
        if (!Float.isFinite(Float.intBitsToFloat(largest))) {
            int bad = 0;
            while (Float.isFinite(decoded[bad])) {
                bad++;
            }
            throw new InvalidInputException(place + ": tensor " + name + " has " + decoded[bad] + " at element "
                    + (firstIndex + bad) + "; weights must be finite");
        }
    }
}
