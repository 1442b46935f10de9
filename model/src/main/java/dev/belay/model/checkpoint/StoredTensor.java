package dev.belay.model.checkpoint;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor as it lies in a file or in memory: row-major, without gaps.
 *
 * @param name as the checkpoint names it
 * @param type layout of the numbers
 * @param shape row-major; empty for a single number
 * @param data exactly the tensor's bytes, little-endian; not necessarily aligned. Valid as long as whatever it was mapped
 *     or allocated by is open
 */
public record StoredTensor(String name, TensorType type, List<Long> shape, MemorySegment data) {
    public StoredTensor {
        shape = List.copyOf(shape);
        long bytes = elements(shape) * type.bytes();
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException("tensor " + name + ": shape " + shape + " of " + type + " takes " + bytes
                    + " bytes, the data has " + data.byteSize());
        }
    }

    public long elements() {
        return elements(shape);
    }

    /** The values as a new array of fp32. */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements())];
        type.toFp32(data, MemorySegment.ofArray(values), values.length);
        return values;
    }

    private static long elements(List<Long> shape) {
        long n = 1;
        for (long d : shape) {
            n = Math.multiplyExact(n, d);
        }
        return n;
    }
}
