package dev.belay.model.torch;

/**
 * Small matrix products on rows that are Java arrays. Every row is its own array and every loop runs from index 0, which
 * is what lets the compiler prove that rows do not overlap and emit fused multiply-adds on whole vectors. Two results
 * times four weight rows a pass is the most that stays in the sixteen vector registers of AVX2.
 *
 * <p>Each sum is built in the order of k whatever the number of rows, so a row's result does not depend on its
 * neighbours.
 */
final class Panel {
    private Panel() {}

    /**
     * y[r][0 … n) += sum over k of x[r][at + k] · w[from + k][0 … n) for r in [first, last).
     *
     * @param x coefficients; row r from index {@code at}
     * @param w (K) rows of at least n
     */
    static void multiplyAdd(
            float[][] y, float[][] x, int at, int first, int last, float[][] w, int from, int depth, int n) {
        int k = 0;
        for (; k + 3 < depth; k += 4) {
            int r = first;
            for (; r + 1 < last; r += 2) {
                four(y[r], y[r + 1], x[r], x[r + 1], at + k, w, from + k, n);
            }
            if (r < last) {
                four(y[r], x[r], at + k, w, from + k, n);
            }
        }
        for (; k < depth; k++) {
            for (int r = first; r < last; r++) {
                one(y[r], x[r][at + k], w[from + k], n);
            }
        }
    }

    private static void four(float[] y0, float[] y1, float[] x0, float[] x1, int at, float[][] w, int from, int n) {
        float a0 = x0[at];
        float a1 = x0[at + 1];
        float a2 = x0[at + 2];
        float a3 = x0[at + 3];
        float b0 = x1[at];
        float b1 = x1[at + 1];
        float b2 = x1[at + 2];
        float b3 = x1[at + 3];
        float[] w0 = w[from];
        float[] w1 = w[from + 1];
        float[] w2 = w[from + 2];
        float[] w3 = w[from + 3];
        for (int j = 0; j < n; j++) {
            float v0 = w0[j];
            float v1 = w1[j];
            float v2 = w2[j];
            float v3 = w3[j];
            y0[j] = Math.fma(a3, v3, Math.fma(a2, v2, Math.fma(a1, v1, Math.fma(a0, v0, y0[j]))));
            y1[j] = Math.fma(b3, v3, Math.fma(b2, v2, Math.fma(b1, v1, Math.fma(b0, v0, y1[j]))));
        }
    }

    private static void four(float[] y, float[] x, int at, float[][] w, int from, int n) {
        float a0 = x[at];
        float a1 = x[at + 1];
        float a2 = x[at + 2];
        float a3 = x[at + 3];
        float[] w0 = w[from];
        float[] w1 = w[from + 1];
        float[] w2 = w[from + 2];
        float[] w3 = w[from + 3];
        for (int j = 0; j < n; j++) {
            y[j] = Math.fma(a3, w3[j], Math.fma(a2, w2[j], Math.fma(a1, w1[j], Math.fma(a0, w0[j], y[j]))));
        }
    }

    private static void one(float[] y, float a, float[] w, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = Math.fma(a, w[j], y[j]);
        }
    }
}
