package dev.belay.model.cpu;

/**
 * The exponential function over arrays, in loops the compiler turns into vector instructions. The compiler vectorises
 * neither the step between the bits of an int and a float nor, cheaply, the one from a float to an int: rounding is done by
 * adding a number so large that whole ones are its last bits, and the bits are moved over as bytes. Short rows cost as much
 * as 100 numbers, so callers put several into one array. One instance a thread.
 */
final class Exp {
    private static final float LOG2_E = (float) 1.44269504;
    private static final float LN2_HIGH = 355f / 512;
    private static final float LN2_LOW = (float) -2.12194440e-4;

    /** 1.5 · 2^23: a float of this size has no bits behind the point. */
    private static final float WHOLE = 12582912;

    private static final int WHOLE_BITS = Float.floatToRawIntBits(WHOLE);
    private static final int BIAS = 127;
    private static final int MANTISSA_BITS = 23;

    private int[] bits = new int[0];
    private float[] powers = new float[0];

    /**
     * row[j] = exp(factor·(row[j] - shift)) for j in [0, n), to about 1e-7 relative. Below -87 the result is next to 0 or 0,
     * above 88 it stays at about 2^127. The argument must be a number of magnitude below 1e6. It is split into a power of two
     * and a rest of at most ln 2 / 2, whose exponential is a polynomial (coefficients of Cephes' expf).
     */
    void shifted(float[] row, float factor, float shift, int n) {
        if (bits.length < n) {
            bits = new int[n];
            powers = new float[n];
        }
        split(row, factor, shift, n);
        FloatMemory.reinterpret(powers, bits, n);
        for (int j = 0; j < n; j++) {
            int e = Math.min(Math.max(bits[j], WHOLE_BITS - BIAS), WHOLE_BITS + BIAS);
            bits[j] = (e << MANTISSA_BITS) + (BIAS << MANTISSA_BITS);
        }
        FloatMemory.reinterpret(bits, powers, n);
        for (int j = 0; j < n; j++) {
            float r = row[j];
            float p = Math.fma(r, (float) 1.9875691500e-4, (float) 1.3981999507e-3);
            p = Math.fma(p, r, (float) 8.3334519073e-3);
            p = Math.fma(p, r, (float) 4.1665795894e-2);
            p = Math.fma(p, r, (float) 1.6666665459e-1);
            p = Math.fma(p, r, 0.5f);
            row[j] = (Math.fma(p, r * r, r) + 1) * powers[j];
        }
    }

    /** Leaves in {@code powers} the number of halvings or doublings, plus WHOLE, and in the row the rest. */
    private void split(float[] row, float factor, float shift, int n) {
        for (int j = 0; j < n; j++) {
            float z = factor * (row[j] - shift);
            float rounded = Math.fma(z, LOG2_E, WHOLE);
            powers[j] = rounded;
            float e = rounded - WHOLE;
            row[j] = Math.fma(e, -LN2_LOW, Math.fma(e, -LN2_HIGH, z));
        }
    }

    /** Sum of {@code n} values from {@code at} on, always in the same order. */
    static double sum(float[] values, int at, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = at;
        int end = at + n;
        for (; i + 3 < end; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < end; i++) {
            a += values[i];
        }
        return (a + b) + (c + d);
    }

    /** The largest of the first {@code n} values, negative infinity of none. Not for NaN. */
    static float max(float[] values, int n) {
        return max(values, 0, n);
    }

    /** The largest of {@code n} values from {@code at} on. */
    static float max(float[] values, int at, int n) {
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = at;
        int end = at + n;
        for (; i + 3 < end; i += 4) {
            a = values[i] > a ? values[i] : a;
            b = values[i + 1] > b ? values[i + 1] : b;
            c = values[i + 2] > c ? values[i + 2] : c;
            d = values[i + 3] > d ? values[i + 3] : d;
        }
        for (; i < end; i++) {
            a = values[i] > a ? values[i] : a;
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }
}
