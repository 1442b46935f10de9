package dev.belay.model.torch;

/** The exponential function in a form the compiler turns into vector instructions. */
final class Exp {
    private static final float SMALLEST = -87;
    private static final float LARGEST = 88;
    private static final double REDUCTION = 1.0 / 1024;

    private Exp() {}

    /**
     * e^x to fp32 accuracy, x limited to [-87, 88]: the Taylor polynomial of e^(x/1024) in fp64, squared ten times. (Its
     * relative error, 1e-11 at the ends, grows to 1e-8 by the squarings.) No bit tricks and no table, so that a loop over
     * it vectorises.
     */
    static float exp(float x) {
        double t = Math.min(Math.max(x, SMALLEST), LARGEST) * REDUCTION;
        double p = 1.0 / 720;
        p = Math.fma(p, t, 1.0 / 120);
        p = Math.fma(p, t, 1.0 / 24);
        p = Math.fma(p, t, 1.0 / 6);
        p = Math.fma(p, t, 0.5);
        p = Math.fma(p, t, 1);
        p = Math.fma(p, t, 1);
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        return (float) p;
    }

    /** Sum of the first {@code n} values, always in the same order. */
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
}
