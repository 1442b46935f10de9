package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Forest.Span;

/**
 * Keys and values of one key-value head that a span can see, prefix and own part one after the other, in the layouts
 * the block products want: plain (position, dimension), or transposed in blocks of {@value BlockGemm#WIDTH} positions.
 * Room behind the last position is zero.
 */
final class KeyValueGather implements AutoCloseable {
    private static final int BLOCK = BlockGemm.WIDTH;

    private final int headSize;
    private final int heads;
    private final int keyValueHeads;
    private final int width;
    private final FloatMemory keys = new FloatMemory();
    private final FloatMemory values = new FloatMemory();
    private final FloatMemory transposedKeys = new FloatMemory();
    private final FloatMemory transposedValues = new FloatMemory();
    private final FloatMemory keyGradients = new FloatMemory();
    private final FloatMemory valueGradients = new FloatMemory();
    private final float[] row;
    private final float[] sum;
    private final float[] block;

    KeyValueGather(ModelConfig c) {
        headSize = c.headSize();
        heads = c.heads();
        keyValueHeads = c.keyValueHeads();
        width = c.querySize() + 2 * c.keyValueSize();
        row = new float[headSize];
        sum = new float[headSize];
        block = new float[headSize * BLOCK];
    }

    /** Transposed keys, plain values. */
    void forForward(Attention.Layer layer, Span span, int head) {
        transpose(layer, span, keyOffset(head), transposedKeys);
        plain(layer, span, valueOffset(head), values);
    }

    /** Both layouts of the keys, transposed values, zeroed gradients. */
    void forBackward(Attention.Layer layer, Span span, int head) {
        transpose(layer, span, keyOffset(head), transposedKeys);
        transpose(layer, span, valueOffset(head), transposedValues);
        plain(layer, span, keyOffset(head), keys);
        long n = (long) span.visible() * headSize;
        FloatMemory.zero(keyGradients.ensure(n), n);
        FloatMemory.zero(valueGradients.ensure(n), n);
    }

    private long keyOffset(int head) {
        return (long) (heads + head) * headSize * Float.BYTES;
    }

    private long valueOffset(int head) {
        return (long) (heads + keyValueHeads + head) * headSize * Float.BYTES;
    }

    /** The forest's row of a position. */
    private static int row(Span span, int position) {
        return span.segment().path()[position];
    }

    private void plain(Attention.Layer layer, Span span, long offset, FloatMemory to) {
        int n = span.visible();
        int padded = Math.ceilDiv(n, BLOCK) * BLOCK;
        to.ensure((long) padded * headSize);
        for (int p = 0; p < n; p++) {
            FloatMemory.copy(layer.qkv(row(span, p)) + offset, at(to, p), headSize);
        }
        FloatMemory.zero(at(to, n), (long) (padded - n) * headSize);
    }

    private void transpose(Attention.Layer layer, Span span, long offset, FloatMemory to) {
        int n = span.visible();
        int blocks = Math.ceilDiv(n, BLOCK);
        to.ensure((long) blocks * BLOCK * headSize);
        for (int b = 0; b < blocks; b++) {
            int count = Math.min(BLOCK, n - b * BLOCK);
            if (count < BLOCK) {
                java.util.Arrays.fill(block, 0);
            }
            for (int c = 0; c < count; c++) {
                FloatMemory.load(layer.qkv(row(span, b * BLOCK + c)) + offset, row, headSize);
                for (int d = 0; d < headSize; d++) {
                    block[d * BLOCK + c] = row[d];
                }
            }
            FloatMemory.store(block, at(to, b * BLOCK), block.length);
        }
    }

    private long at(FloatMemory memory, int position) {
        return memory.address() + (long) position * headSize * Float.BYTES;
    }

    /** (BLOCK, headSize) keys of a block. */
    long keys(int b) {
        return at(keys, b * BLOCK);
    }

    /** (BLOCK, headSize) values of a block. */
    long values(int b) {
        return at(values, b * BLOCK);
    }

    /** (headSize, BLOCK) keys of a block. */
    long transposedKeys(int b) {
        return at(transposedKeys, b * BLOCK);
    }

    /** (headSize, BLOCK) values of a block. */
    long transposedValues(int b) {
        return at(transposedValues, b * BLOCK);
    }

    /** (positions, headSize) to be added to. */
    long keyGradients() {
        return keyGradients.address();
    }

    /** (positions, headSize) to be added to. */
    long valueGradients() {
        return valueGradients.address();
    }

    /** Adds what has been gathered to the gradient of the forest's qkv rows. */
    void addGradients(Span span, int head, long dQkv) {
        for (int p = 0; p < span.visible(); p++) {
            long to = dQkv + (long) row(span, p) * width * Float.BYTES;
            add(at(keyGradients, p), to + keyOffset(head));
            add(at(valueGradients, p), to + valueOffset(head));
        }
    }

    private void add(long from, long to) {
        FloatMemory.load(from, row, headSize);
        FloatMemory.load(to, sum, headSize);
        for (int d = 0; d < headSize; d++) {
            sum[d] += row[d];
        }
        FloatMemory.store(sum, to, headSize);
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(keys, values, transposedKeys, transposedValues, keyGradients, valueGradients);
    }

    @Override
    public void close() {
        keys.close();
        values.close();
        transposedKeys.close();
        transposedValues.close();
        keyGradients.close();
        valueGradients.close();
    }
}
