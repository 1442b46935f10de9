package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import java.util.Arrays;

/** Attention of one new token over a shared prompt and the sequence's own tokens, block by block of the cache. */
final class DecodeAttention implements AutoCloseable {
    private static final int BLOCK = KeyValuePool.POSITIONS;

    private final int keyValueHeads;
    private final int groupSize;
    private final int headSize;
    private final float scale;
    private final FloatMemory scores = new FloatMemory();
    private final Exp exp = new Exp();
    private final float[] largest;
    private float[] rows = new float[0];

    DecodeAttention(ModelConfig c) {
        keyValueHeads = c.keyValueHeads();
        groupSize = c.heads() / keyValueHeads;
        headSize = c.headSize();
        largest = new float[c.heads()];
        scale = (float) (1 / Math.sqrt(headSize));
    }

    /**
     * @param ownLength own tokens including the new one, whose keys and values are already stored
     * @param query address of the row's query heads
     * @param to address of the row's context
     * @param logSums address of log sum exp of the row's scores, head by head
     */
    void attend(int layer, KeyValueCache prompt, KeyValueCache own, int ownLength, long query, long to, long logSums) {
        int prefix = prompt.length();
        int prefixColumns = BlockGemm.roundUp(prefix);
        int ownColumns = BlockGemm.roundUp(ownLength);
        int columns = prefixColumns + ownColumns;
        int heads = keyValueHeads * groupSize;
        long s = scores.ensure((long) heads * columns);
        long ownOffset = (long) prefixColumns * Float.BYTES;
        for (int head = 0; head < keyValueHeads; head++) {
            long offset = (long) head * groupSize * headSize * Float.BYTES;
            long row = s + (long) head * groupSize * columns * Float.BYTES;
            products(prompt, layer, head, prefix, query + offset, row, columns);
            products(own, layer, head, ownLength, query + offset, row + ownOffset, columns);
        }
        softmax(s, heads, prefix, prefixColumns, ownLength, columns, logSums);
        for (int head = 0; head < keyValueHeads; head++) {
            long offset = (long) head * groupSize * headSize * Float.BYTES;
            long row = s + (long) head * groupSize * columns * Float.BYTES;
            average(prompt, layer, head, prefix, row, columns, false, to + offset);
            average(own, layer, head, ownLength, row + ownOffset, columns, prefix > 0, to + offset);
        }
    }

    /** Products of the group's queries with a stretch of keys. */
    private void products(KeyValueCache cache, int layer, int head, int length, long query, long to, int columns) {
        for (int b = 0; b * BLOCK < length; b++) {
            int n = BlockGemm.blockColumns(b, length);
            long block = to + (long) b * BLOCK * Float.BYTES;
            long keys = cache.keys(b, layer, head);
            BlockGemm.multiply(groupSize, n, headSize, query, headSize, keys, BLOCK, false, block, columns);
        }
    }

    /** The average of a stretch of values under the group's probabilities. */
    private void average(
            KeyValueCache cache, int layer, int head, int length, long from, int columns, boolean add, long to) {
        for (int b = 0; b * BLOCK < length; b++) {
            int n = BlockGemm.blockColumns(b, length);
            long block = from + (long) b * BLOCK * Float.BYTES;
            long values = cache.values(b, layer, head);
            BlockGemm.multiply(groupSize, headSize, n, block, columns, values, headSize, add || b > 0, to, headSize);
        }
    }

    /** In place over the valid part of both stretches of every head; zeros behind them. */
    private void softmax(long at, int heads, int prefix, int ownAt, int own, int columns, long logSums) {
        int size = heads * columns;
        if (rows.length < size) {
            rows = new float[2 * size];
        }
        FloatMemory.load(at, rows, size);
        for (int h = 0; h < heads; h++) {
            int first = h * columns;
            float max = Math.max(Exp.max(rows, first, prefix), Exp.max(rows, first + ownAt, own));
            largest[h] = max * scale;
            for (int j = first; j < first + columns; j++) {
                rows[j] = (rows[j] - max) * scale;
            }
        }
        exp.shifted(rows, 1, 0, size);
        for (int h = 0; h < heads; h++) {
            int first = h * columns;
            double sum = Exp.sum(rows, first, prefix) + Exp.sum(rows, first + ownAt, own);
            float inverse = (float) (1 / sum);
            for (int j = first; j < first + columns; j++) {
                rows[j] *= inverse;
            }
            FloatMemory.set(logSums + (long) h * Float.BYTES, (float) (largest[h] + Math.log(sum)));
            Arrays.fill(rows, first + prefix, first + ownAt, 0);
            Arrays.fill(rows, first + ownAt + own, first + columns, 0);
        }
        FloatMemory.store(rows, at, size);
    }

    @Override
    public void close() {
        scores.close();
    }
}
