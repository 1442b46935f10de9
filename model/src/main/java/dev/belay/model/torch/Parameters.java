package dev.belay.model.torch;

import dev.belay.model.checkpoint.ModelConfig;

/**
 * All weights of a model as one vector in checkpoint order, and its gradient. What a projection reads is a slice of it; no
 * weight exists twice.
 */
final class Parameters implements AutoCloseable {
    final WeightMap map;
    final long count;
    private final FloatMemory weights;
    private final FloatMemory gradients;
    private long version;

    Parameters(ModelConfig config) {
        map = WeightMap.of(config);
        count = config.parameterCount();
        weights = new FloatMemory(count);
        gradients = new FloatMemory(count);
    }

    /** The address of a weight by its offset. */
    long weight(long offset) {
        return weights.address() + offset * Float.BYTES;
    }

    /** The address of a weight's gradient by its offset. */
    long gradient(long offset) {
        return gradients.address() + offset * Float.BYTES;
    }

    void zeroGradients() {
        FloatMemory.zero(gradients.address(), count);
    }

    /** Adds numbers to the gradient of the weights from {@code offset} on. */
    void addGradient(long offset, float[] values) {
        float[] sum = new float[values.length];
        FloatMemory.load(gradient(offset), sum, values.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
        FloatMemory.store(sum, gradient(offset), sum.length);
    }

    /** Grows with every change of the weights, so that copies in another form know when they are stale. */
    long version() {
        return version;
    }

    void changed() {
        version++;
    }

    float[] copyOf(long address) {
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("too many parameters for one array: " + count);
        }
        float[] copy = new float[(int) count];
        FloatMemory.load(address, copy, copy.length);
        return copy;
    }

    @Override
    public void close() {
        weights.close();
        gradients.close();
    }
}
