package dev.belay.model.cpu;

/**
 * The exponential function over arrays, in loops the compiler turns into vector instructions. The compiler does not
 * vectorise the step from the bits of an int to a float, so the powers of two are built in an int array and moved over as
 * bytes. One instance a thread.
 */
final class Exp {
    private static final float SMALLEST = -87;
    private static final float LARGEST = 88;
    private static final float LOG2_E = (float) 1.44269504;
    private static final float LN2_HIGH = 355f / 512;
    private static final float LN2_LOW = (float) -2.12194440e-4;
    private static final int OFFSET = 128;
    private static final float ROUNDING = OFFSET + 0.5f;
    private static final int BIAS = 127;
    private static final int MANTISSA_BITS = 23;

    private int[] bits = new int[0];
    private float[] powers = new float[0];

    /**
     * row[j] = exp(factor·(row[j] - shift)) for j in [0, n), to about 1e-7 relative, arguments limited to [-87, 88]. The
     * argument is split into a power of two and a rest of at most ln 2 / 2, whose exponential is a polynomial (coefficients of
     * Cephes' expf).
     */
    void shifted(float[] row, float factor, float shift, int n) {
        if (bits.length < n) {
            bits = new int[n];
            powers = new float[n];
        }
        for (int j = 0; j < n; j++) {
            float z = Math.min(Math.max(factor * (row[j] - shift), SMALLEST), LARGEST);
            int e = (int) (z * LOG2_E + ROUNDING) - OFFSET;
            bits[j] = (e + BIAS) << MANTISSA_BITS;
            float r = Math.fma((float) e, -LN2_HIGH, z);
            row[j] = Math.fma((float) e, -LN2_LOW, r);
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
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a = values[i] > a ? values[i] : a;
            b = values[i + 1] > b ? values[i + 1] : b;
            c = values[i + 2] > c ? values[i + 2] : c;
            d = values[i + 3] > d ? values[i + 3] : d;
        }
        for (; i < n; i++) {
            a = values[i] > a ? values[i] : a;
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }
}
