package dev.belay.model.cpu;

import dev.belay.model.Dtype;
import dev.belay.model.checkpoint.ModelConfig;

/**
 * All weights of a model as one vector in checkpoint order, and its gradient. What a projection reads is a slice of it.
 *
 * <p>With {@link Dtype#BF16} there is a second vector, the fp32 master weights rounded to bf16, which is what all products
 * see. They run in fp32 all the same: this gives the precision of a bf16 model with fp32 masters, not its speed.
 */
final class Parameters implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    /** Half a unit in the last place that bf16 keeps, less one: added before cutting, it rounds to nearest even. */
    private static final int LOW_HALF = 0x7FFF;

    final WeightMap map;
    final long count;
    final Dtype compute;
    private final FloatMemory masters;
    private final FloatMemory working;
    private final FloatMemory gradients;
    private long version;

    Parameters(ModelConfig config, Dtype compute) {
        this.compute = compute;
        map = WeightMap.of(config);
        count = config.parameterCount();
        masters = new FloatMemory(count);
        working = compute == Dtype.BF16 ? new FloatMemory(count) : masters;
        gradients = new FloatMemory();
    }

    /** The address of a weight, as products see it, by its offset. */
    long weight(long offset) {
        return working.address() + offset * Float.BYTES;
    }

    /** The address of a weight in fp32 by its offset; after writing there, call {@link #changed}. */
    long master(long offset) {
        return masters.address() + offset * Float.BYTES;
    }

    /** Rounds values to what products will see. */
    void round(float[] values) {
        if (compute == Dtype.BF16) {
            for (int j = 0; j < values.length; j++) {
                int bits = Float.floatToRawIntBits(values[j]);
                values[j] = Float.intBitsToFloat((bits + LOW_HALF + ((bits >>> 16) & 1)) & ~0xFFFF);
            }
        }
    }

    /** Makes room for the gradient, all zeros, which a model that only samples and scores does without. */
    void prepareGradients() {
        gradients.ensure(count);
    }

    /** The address of a weight's gradient by its offset. */
    long gradient(long offset) {
        return gradients.address() + offset * Float.BYTES;
    }

    void zeroGradients() {
        FloatMemory.zero(gradient(0), count);
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

    /** Says that master weights were written. */
    void changed() {
        if (compute == Dtype.BF16) {
            float[] chunk = new float[(int) Math.min(count, CHUNK)];
            for (long at = 0; at < count; at += chunk.length) {
                int n = (int) Math.min(chunk.length, count - at);
                FloatMemory.load(master(at), chunk, n);
                round(chunk);
                FloatMemory.store(chunk, weight(at), n);
            }
        }
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

    /** Native memory of the weights. */
    long weightBytes() {
        return masters.bytes() + (working == masters ? 0 : working.bytes());
    }

    /** Native memory of the gradient; 0 before training. */
    long gradientBytes() {
        return gradients.bytes();
    }

    @Override
    public void close() {
        masters.close();
        working.close();
        gradients.close();
    }
}
