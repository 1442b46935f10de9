package dev.belay.model.cpu;

import dev.belay.model.Dtype;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.MappedMemory.Pages;
import dev.belay.model.weights.WeightMap;

/**
 * All weights of a model as one vector in checkpoint order, and its gradient. What a projection reads is a slice of it.
 *
 * <p>With {@link Dtype#BF16} there is a second vector, the fp32 master weights rounded to bf16, which is what all products
 * see. They run in fp32 all the same: this gives the precision of a bf16 model with fp32 masters, not its speed.
 */
final class Parameters implements TrainedVector, AutoCloseable {
    private static final int CHUNK = 1 << 16;

    /** Half a unit in the last place that bf16 keeps, less one: added before cutting, it rounds to nearest even. */
    private static final int LOW_HALF = 0x7FFF;

    final WeightMap map;
    final long count;
    final Dtype compute;

    /** Read, packed and updated, a few times a step; products see packed copies. */
    private final FloatMemory masters = new FloatMemory(Pages.USUAL);

    private final FloatMemory working;
    private final FloatMemory gradients = new FloatMemory();
    private long version;
    private long lastVersion;
    private long weightsVersion;

    /** @param asked auto is fp32: products run in it on every processor so far */
    Parameters(ModelConfig config, Dtype asked) {
        compute = asked == Dtype.AUTO ? Dtype.FP32 : asked;
        map = WeightMap.of(config);
        count = config.parameterCount();
        masters.ensure(count);
        working = compute == Dtype.BF16 ? new FloatMemory(Pages.USUAL) : masters;
        working.ensure(count);
    }

    /** The address of a weight, as products see it, by its offset. */
    long weight(long offset) {
        return working.address() + offset * Float.BYTES;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public long value(long offset) {
        return masters.address() + offset * Float.BYTES;
    }

    @Override
    public void round(float[] values) {
        if (compute == Dtype.BF16) {
            for (int j = 0; j < values.length; j++) {
                int bits = Float.floatToRawIntBits(values[j]);
                values[j] = Float.intBitsToFloat((bits + LOW_HALF + ((bits >>> 16) & 1)) & ~0xFFFF);
            }
        }
    }

    @Override
    public void prepareGradients() {
        gradients.ensure(count);
    }

    @Override
    public long gradient(long offset) {
        return gradients.address() + offset * Float.BYTES;
    }

    /** Overwrites the weights from {@code offset} on; {@link #changed} is to follow. */
    void set(long offset, float[] values) {
        FloatMemory.store(values, value(offset), values.length);
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

    /** Another number for everything that products have seen, so that copies in another form know when they are stale. */
    long version() {
        return version;
    }

    /** Grows with every change of the weights themselves, which adapters leave alone. */
    long weightsVersion() {
        return weightsVersion;
    }

    @Override
    public void changed() {
        if (compute == Dtype.BF16) {
            float[] chunk = new float[(int) Math.min(count, CHUNK)];
            for (long at = 0; at < count; at += chunk.length) {
                int n = (int) Math.min(chunk.length, count - at);
                FloatMemory.load(value(at), chunk, n);
                round(chunk);
                FloatMemory.store(chunk, weight(at), n);
            }
        }
        weightsVersion++;
        stale();
    }

    /** Says that what products see is another, though the weights here are not. */
    void stale() {
        version = newVersion();
    }

    /** A {@link #version} that never was. */
    long newVersion() {
        return ++lastVersion;
    }

    /** Says that products see from now on what belongs to that {@link #version}. */
    void show(long other) {
        version = other;
    }

    /** Native memory of the weights. */
    long weightBytes() {
        return masters.bytes() + (working == masters ? 0 : working.bytes());
    }

    @Override
    public long gradientBytes() {
        return gradients.bytes();
    }

    @Override
    public void close() {
        masters.close();
        working.close();
        gradients.close();
    }
}
