package dev.belay.model.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The adapter of one projection: what B A adds to its weights.
 *
 * @param parameter the projection's weights, (out, in)
 * @param rank columns of B, rows of A
 * @param scale what B A is multiplied by
 * @param a (rank, in), row-major
 * @param b (out, rank), row-major
 */
public record LowRank(ParameterShape parameter, int rank, double scale, float[] a, float[] b) {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    public LowRank {
        int out = parameter.shape().getFirst();
        int in = parameter.shape().getLast();
        if (a.length != (long) rank * in || b.length != (long) out * rank) {
            throw new IllegalArgumentException("adapter of " + parameter + " with rank " + rank + ": A has " + a.length
                    + " numbers and B " + b.length);
        }
    }

    /** Adds scale · B A to the projection's weights. */
    void addTo(MemorySegment weights) {
        int in = parameter.shape().getLast();
        float[] row = new float[in];
        for (int o = 0; o < parameter.shape().getFirst(); o++) {
            long at = (long) o * in * Float.BYTES;
            MemorySegment.copy(weights, FLOAT, at, row, 0, in);
            for (int k = 0; k < rank; k++) {
                float factor = (float) scale * b[o * rank + k];
                int from = k * in;
                for (int i = 0; i < in; i++) {
                    row[i] += factor * a[from + i];
                }
            }
            MemorySegment.copy(row, 0, weights, FLOAT, at, in);
        }
    }
}
