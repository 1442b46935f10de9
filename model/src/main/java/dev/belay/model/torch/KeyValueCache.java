package dev.belay.model.torch;

import dev.belay.model.checkpoint.ModelConfig;
import java.util.Arrays;

/**
 * Keys and values of one sequence, for each layer and key-value head, growing in blocks. Keys stand transposed (dimension
 * by position) and values position by dimension: the two shapes in which {@link Panel} multiplies them.
 */
final class KeyValueCache {
    private static final int BLOCK = 64;

    private final int heads;
    private final int headSize;
    private final float[][][] keys;
    private final float[][][] values;
    private int length;

    KeyValueCache(ModelConfig c) {
        heads = c.keyValueHeads();
        headSize = c.headSize();
        keys = new float[c.layers() * heads][headSize][0];
        values = new float[c.layers() * heads][0][];
    }

    /** Tokens stored in every layer. */
    int length() {
        return length;
    }

    /** Positions there is room for without growing; key rows have this many numbers. */
    int capacity() {
        return values[0].length;
    }

    /** (headSize)(capacity) transposed keys. */
    float[][] keys(int layer, int head) {
        return keys[layer * heads + head];
    }

    /** (capacity)(headSize) values. */
    float[][] values(int layer, int head) {
        return values[layer * heads + head];
    }

    /** Makes room for at least this many tokens. */
    void reserve(int tokens) {
        if (tokens <= capacity()) {
            return;
        }
        int size = Math.ceilDiv(tokens, BLOCK) * BLOCK;
        for (int i = 0; i < keys.length; i++) {
            for (int d = 0; d < headSize; d++) {
                keys[i][d] = Arrays.copyOf(keys[i][d], size);
            }
            int old = values[i].length;
            values[i] = Arrays.copyOf(values[i], size);
            for (int p = old; p < size; p++) {
                values[i][p] = new float[headSize];
            }
        }
    }

    /**
     * Stores one layer's keys and values of the token at {@code position}.
     *
     * @param keyRow all key heads from {@code keyAt} on, already turned
     * @param valueAt where the value heads begin in the same row
     */
    void put(int layer, int position, float[] keyRow, int keyAt, int valueAt) {
        for (int h = 0; h < heads; h++) {
            float[][] k = keys(layer, h);
            for (int d = 0; d < headSize; d++) {
                k[d][position] = keyRow[keyAt + h * headSize + d];
            }
            System.arraycopy(keyRow, valueAt + h * headSize, values(layer, h)[position], 0, headSize);
        }
    }

    /** Says that all layers have been stored up to this length. */
    void setLength(int tokens) {
        length = tokens;
    }

    /** Forgets the content, keeps the room. */
    void clear() {
        length = 0;
    }
}
