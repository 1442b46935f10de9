package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;

/**
 * The root-mean-square norms of queries and keys, by head or over all heads (see {@link
 * dev.belay.model.checkpoint.Family.QueryKeyNorm}). One instance a thread; does nothing for a family without them.
 */
final class QueryKeyNorm {
    private final int querySize;
    private final int keySize;
    private final int queryNorm;
    private final int keyNorm;
    private final double epsilon;
    private final float[] weights;
    private final float[] normalised;
    private final float[] scaled;

    QueryKeyNorm(ModelConfig c) {
        querySize = c.querySize();
        keySize = c.keyValueSize();
        queryNorm = c.queryNormSize();
        keyNorm = c.keyNormSize();
        epsilon = c.rmsNormEpsilon();
        weights = new float[queryNorm + keyNorm];
        normalised = new float[Math.max(queryNorm, keyNorm)];
        scaled = new float[normalised.length];
    }

    /** Numbers of a layer's weights, queries' before keys'. */
    int size() {
        return weights.length;
    }

    /** Takes the weights of a layer. */
    void load(long weightsAt) {
        FloatMemory.load(weightsAt, weights, weights.length);
    }

    /** Normalises the queries and keys at the front of a row. */
    void apply(float[] row) {
        for (int at = 0; at < querySize; at += queryNorm) {
            apply(row, at, queryNorm, 0);
        }
        for (int at = querySize; at < querySize + keySize; at += keyNorm) {
            apply(row, at, keyNorm, queryNorm);
        }
    }

    private void apply(float[] row, int at, int n, int weightAt) {
        float scale = scale(row, at, n);
        for (int j = 0; j < n; j++) {
            row[at + j] *= scale * weights[weightAt + j];
        }
    }

    /** Leaves the row's numbers in {@link #normalised}. */
    private float scale(float[] row, int at, int n) {
        System.arraycopy(row, at, normalised, 0, n);
        return (float) (1 / Math.sqrt(RowKernels.dot(normalised, normalised, n) / n + epsilon));
    }

    /**
     * Turns the gradient of what {@link #apply} returned into that of what it was given.
     *
     * @param row what it was given
     * @param gradient in and out
     * @param weightGradient ({@link #size}) added to
     */
    void backward(float[] row, float[] gradient, float[] weightGradient) {
        for (int at = 0; at < querySize; at += queryNorm) {
            backward(row, gradient, at, queryNorm, weightGradient, 0);
        }
        for (int at = querySize; at < querySize + keySize; at += keyNorm) {
            backward(row, gradient, at, keyNorm, weightGradient, queryNorm);
        }
    }

    /** dx = scale·(g − x̂·mean(g·x̂)) with x̂ = x·scale and g = gradient·weight. */
    private void backward(float[] row, float[] gradient, int at, int n, float[] weightGradient, int weightAt) {
        float scale = scale(row, at, n);
        for (int j = 0; j < n; j++) {
            normalised[j] *= scale;
            weightGradient[weightAt + j] += gradient[at + j] * normalised[j];
            scaled[j] = gradient[at + j] * weights[weightAt + j];
        }
        float mean = RowKernels.dot(scaled, normalised, n) / n;
        for (int j = 0; j < n; j++) {
            gradient[at + j] = scale * (scaled[j] - normalised[j] * mean);
        }
    }
}
