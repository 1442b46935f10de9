package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;

/** Attention of one new token over a shared prompt and the sequence's own tokens, block by block of the cache. */
final class DecodeAttention implements AutoCloseable {
    private static final int BLOCK = KeyValuePool.POSITIONS;

    private final int keyValueHeads;
    private final int groupSize;
    private final int headSize;
    private final float scale;
    private final FloatMemory scores = new FloatMemory();
    private final Exp exp = new Exp();
    private float[] prefixRow = new float[0];
    private float[] ownRow = new float[0];

    DecodeAttention(ModelConfig c) {
        keyValueHeads = c.keyValueHeads();
        groupSize = c.heads() / keyValueHeads;
        headSize = c.headSize();
        scale = (float) (1 / Math.sqrt(headSize));
    }

    /**
     * @param ownLength own tokens including the new one, whose keys and values are already stored
     * @param query address of the row's query heads
     * @param to address of the row's context
     */
    void attend(int layer, KeyValueCache prompt, KeyValueCache own, int ownLength, long query, long to) {
        int prefix = prompt.length();
        int prefixColumns = BlockGemm.roundUp(prefix);
        int ownColumns = BlockGemm.roundUp(ownLength);
        int columns = prefixColumns + ownColumns;
        long s = scores.ensure((long) groupSize * columns);
        long ownAt = s + (long) prefixColumns * Float.BYTES;
        if (prefixRow.length < prefixColumns) {
            prefixRow = new float[prefixColumns];
        }
        if (ownRow.length < ownColumns) {
            ownRow = new float[ownColumns];
        }
        for (int head = 0; head < keyValueHeads; head++) {
            long offset = (long) head * groupSize * headSize * Float.BYTES;
            products(prompt, layer, head, prefix, query + offset, s, columns);
            products(own, layer, head, ownLength, query + offset, ownAt, columns);
            for (int g = 0; g < groupSize; g++) {
                long row = (long) g * columns * Float.BYTES;
                softmax(s + row, prefix, prefixColumns, ownAt + row, ownLength, ownColumns);
            }
            average(prompt, layer, head, prefix, s, columns, false, to + offset);
            average(own, layer, head, ownLength, ownAt, columns, prefix > 0, to + offset);
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

    /** In place over the valid part of both stretches; zeros behind them. */
    private void softmax(long row, int prefix, int prefixColumns, long ownAt, int own, int ownColumns) {
        FloatMemory.load(row, prefixRow, prefix);
        FloatMemory.load(ownAt, ownRow, own);
        float max = Math.max(Exp.max(prefixRow, prefix), Exp.max(ownRow, own));
        exp.shifted(prefixRow, scale, max, prefix);
        exp.shifted(ownRow, scale, max, own);
        float inverse = (float) (1 / (Exp.sum(prefixRow, 0, prefix) + Exp.sum(ownRow, 0, own)));
        finish(prefixRow, inverse, prefix, prefixColumns);
        finish(ownRow, inverse, own, ownColumns);
        FloatMemory.store(prefixRow, row, prefixColumns);
        FloatMemory.store(ownRow, ownAt, ownColumns);
    }

    private static void finish(float[] row, float factor, int n, int end) {
        for (int j = 0; j < n; j++) {
            row[j] *= factor;
        }
        java.util.Arrays.fill(row, n, end, 0);
    }

    @Override
    public void close() {
        scores.close();
    }
}
