package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;

/**
 * What happens between two matrix products, row by row. One instance a thread: a row is copied into a Java array, worked
 * on there, where the compiler can prove that nothing overlaps and vectorises, and copied back.
 */
final class RowKernels {
    private final int hidden;
    private final int inner;
    private final double epsilon;
    private final float[] x;
    private final float[] y;
    private final float[] weight;
    private final float[] gradient;
    private final float[] gate;
    private final float[] up;
    private final float[] act;
    private final float[] dAct;
    private final float[] sigmoid;
    private final Exp exp = new Exp();

    RowKernels(ModelConfig config) {
        hidden = config.hiddenSize();
        inner = config.intermediateSize();
        epsilon = config.rmsNormEpsilon();
        x = new float[hidden];
        y = new float[hidden];
        weight = new float[hidden];
        gradient = new float[hidden];
        gate = new float[inner];
        up = new float[inner];
        act = new float[inner];
        dAct = new float[inner];
        sigmoid = new float[inner];
    }

    /** n = x / sqrt(mean(x²) + epsilon) · weight. */
    void rmsNorm(long from, long weightAt, int rows, long to) {
        FloatMemory.load(weightAt, weight, hidden);
        long stride = (long) hidden * Float.BYTES;
        for (int r = 0; r < rows; r++) {
            FloatMemory.load(from + r * stride, x, hidden);
            normalise(x, weight, scale(x), y);
            FloatMemory.store(y, to + r * stride, hidden);
        }
    }

    /** to = base + norm(from); {@code to} may be {@code base}. */
    void addRmsNorm(long from, long weightAt, int rows, long base, long to) {
        FloatMemory.load(weightAt, weight, hidden);
        long stride = (long) hidden * Float.BYTES;
        for (int r = 0; r < rows; r++) {
            FloatMemory.load(from + r * stride, x, hidden);
            normalise(x, weight, scale(x), x);
            FloatMemory.load(base + r * stride, y, hidden);
            for (int j = 0; j < hidden; j++) {
                y[j] += x[j];
            }
            FloatMemory.store(y, to + r * stride, hidden);
        }
    }

    /**
     * The gradient of {@link #rmsNorm}: adds to dx, adds to the weight's gradient, and writes the normalised rows again,
     * which the forward pass did not keep.
     *
     * @param weightGradient (D) added to
     */
    void rmsNormBackward(
            long from, long weightAt, long gradientAt, int rows, long dx, long normalisedTo, float[] weightGradient) {
        FloatMemory.load(weightAt, weight, hidden);
        long stride = (long) hidden * Float.BYTES;
        for (int r = 0; r < rows; r++) {
            FloatMemory.load(from + r * stride, x, hidden);
            FloatMemory.load(gradientAt + r * stride, gradient, hidden);
            float scale = scale(x);
            normalise(x, weight, scale, y);
            FloatMemory.store(y, normalisedTo + r * stride, hidden);
            FloatMemory.load(dx + r * stride, y, hidden);
            normBackward(scale, weightGradient);
            FloatMemory.store(y, dx + r * stride, hidden);
        }
    }

    /** y += scale·(g − x̂·mean(g·x̂)) with x̂ = x·scale and g = gradient·weight. */
    private void normBackward(float scale, float[] weightGradient) {
        for (int j = 0; j < hidden; j++) {
            float normalised = x[j] * scale;
            weightGradient[j] += gradient[j] * normalised;
            x[j] = normalised;
            gradient[j] *= weight[j];
        }
        float mean = dot(gradient, x, hidden) / hidden;
        for (int j = 0; j < hidden; j++) {
            y[j] += scale * (gradient[j] - x[j] * mean);
        }
    }

    private float scale(float[] row) {
        return (float) (1 / Math.sqrt(dot(row, row, hidden) / hidden + epsilon));
    }

    static void normalise(float[] row, float[] weight, float scale, float[] to) {
        for (int j = 0; j < weight.length; j++) {
            to[j] = row[j] * scale * weight[j];
        }
    }

    /** a·b over the first {@code n}. */
    static float dot(float[] a, float[] b, int n) {
        return dot(a, b, 0, n);
    }

    /** a·b over {@code n} numbers from {@code at} on in eight partial sums, always in the same order. */
    static float dot(float[] a, float[] b, int at, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int j = at;
        int end = at + n;
        for (; j + 7 < end; j += 8) {
            s0 = Math.fma(a[j], b[j], s0);
            s1 = Math.fma(a[j + 1], b[j + 1], s1);
            s2 = Math.fma(a[j + 2], b[j + 2], s2);
            s3 = Math.fma(a[j + 3], b[j + 3], s3);
            s4 = Math.fma(a[j + 4], b[j + 4], s4);
            s5 = Math.fma(a[j + 5], b[j + 5], s5);
            s6 = Math.fma(a[j + 6], b[j + 6], s6);
            s7 = Math.fma(a[j + 7], b[j + 7], s7);
        }
        for (; j < end; j++) {
            s0 = Math.fma(a[j], b[j], s0);
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    /** act = silu(gate)·up; a row of {@code gateUp} is gate, then up. */
    void swiglu(long gateUp, int rows, long to) {
        long bytes = (long) inner * Float.BYTES;
        for (int r = 0; r < rows; r++) {
            FloatMemory.load(gateUp + 2L * r * bytes, gate, inner);
            FloatMemory.load(gateUp + (2L * r + 1) * bytes, up, inner);
            sigmoid();
            for (int j = 0; j < inner; j++) {
                act[j] = gate[j] * sigmoid[j] * up[j];
            }
            FloatMemory.store(act, to + r * bytes, inner);
        }
    }

    private void sigmoid() {
        System.arraycopy(gate, 0, sigmoid, 0, inner);
        exp.shifted(sigmoid, -1, 0, inner);
        for (int j = 0; j < inner; j++) {
            sigmoid[j] = 1 / (1 + sigmoid[j]);
        }
    }

    /** From the gradient of act: the gradients of gate and up, and act again. */
    void swigluBackward(long gateUp, long actGradient, int rows, long actTo, long gateUpGradient) {
        long bytes = (long) inner * Float.BYTES;
        for (int r = 0; r < rows; r++) {
            FloatMemory.load(gateUp + 2L * r * bytes, gate, inner);
            FloatMemory.load(gateUp + (2L * r + 1) * bytes, up, inner);
            FloatMemory.load(actGradient + r * bytes, dAct, inner);
            swigluBackward();
            FloatMemory.store(act, actTo + r * bytes, inner);
            FloatMemory.store(gate, gateUpGradient + 2L * r * bytes, inner);
            FloatMemory.store(up, gateUpGradient + (2L * r + 1) * bytes, inner);
        }
    }

    private void swigluBackward() {
        sigmoid();
        for (int j = 0; j < inner; j++) {
            float g = gate[j];
            float silu = g * sigmoid[j];
            act[j] = silu * up[j];
            gate[j] = dAct[j] * up[j] * sigmoid[j] * (1 + g * (1 - sigmoid[j]));
            up[j] = dAct[j] * silu;
        }
    }
}
