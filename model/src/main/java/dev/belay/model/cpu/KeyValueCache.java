package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of one sequence in blocks of {@value BlockGemm#WIDTH} positions, allocated as it grows. Keys stand
 * transposed (dimension by position) and values position by dimension: the two shapes attention multiplies with.
 */
final class KeyValueCache {
    private final ModelConfig config;
    private final KeyValuePool pool;
    private final int heads;
    private final int headSize;
    private final List<Long> blocks = new ArrayList<>();
    private int length;

    KeyValueCache(ModelConfig c, KeyValuePool pool) {
        config = c;
        this.pool = pool;
        heads = c.keyValueHeads();
        headSize = c.headSize();
    }

    /** Tokens stored in every layer. */
    int length() {
        return length;
    }

    /** Makes room for at least this many tokens. */
    void reserve(int tokens) {
        while (blocks.size() * KeyValuePool.POSITIONS < tokens) {
            blocks.add(pool.take());
        }
    }

    /** The address of a layer's transposed keys in a block. */
    long keys(int block, int layer, int head) {
        return pool.keys(blocks.get(block), layer, head);
    }

    /** The address of a layer's values in a block. */
    long values(int block, int layer, int head) {
        return pool.values(blocks.get(block), layer, head);
    }

    /**
     * Stores one layer's keys and values of the token at {@code position}.
     *
     * @param row all key heads from {@code keyAt} on, already turned, and all value heads from {@code valueAt} on
     */
    void put(int layer, int position, float[] row, int keyAt, int valueAt) {
        int block = position / KeyValuePool.POSITIONS;
        int column = position % KeyValuePool.POSITIONS;
        for (int h = 0; h < heads; h++) {
            long key = keys(block, layer, h) + (long) column * Float.BYTES;
            for (int d = 0; d < headSize; d++) {
                FloatMemory.set(key + (long) d * KeyValuePool.POSITIONS * Float.BYTES, row[keyAt + h * headSize + d]);
            }
            long value = values(block, layer, h) + (long) column * headSize * Float.BYTES;
            FloatMemory.store(row, valueAt + h * headSize, value, headSize);
        }
    }

    /** Says that all layers have been stored up to this length. */
    void setLength(int tokens) {
        length = tokens;
    }

    /** The same keys and values in memory of its own. */
    KeyValueCache copy() {
        KeyValueCache copy = new KeyValueCache(config, pool);
        copy.reserve(length);
        for (int b = 0; b < copy.blocks.size(); b++) {
            pool.copy(blocks.get(b), copy.blocks.get(b));
        }
        copy.length = length;
        return copy;
    }

    /** Returns the memory to the pool. */
    void release() {
        pool.giveBack(blocks);
        blocks.clear();
        length = 0;
    }
}
