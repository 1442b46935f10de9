package dev.belay.model.torch;

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
        int prefixBlocks = Math.ceilDiv(prefix, BLOCK);
        int ownBlocks = Math.ceilDiv(ownLength, BLOCK);
        int columns = (prefixBlocks + ownBlocks) * BLOCK;
        long s = scores.ensure((long) groupSize * columns);
        if (prefixRow.length < prefixBlocks * BLOCK) {
            prefixRow = new float[prefixBlocks * BLOCK];
        }
        if (ownRow.length < ownBlocks * BLOCK) {
            ownRow = new float[ownBlocks * BLOCK];
        }
        for (int head = 0; head < keyValueHeads; head++) {
            long heads = (long) head * groupSize * headSize * Float.BYTES;
            for (int b = 0; b < prefixBlocks + ownBlocks; b++) {
                long keys = b < prefixBlocks ? prompt.keys(b, layer, head) : own.keys(b - prefixBlocks, layer, head);
                long block = s + (long) b * BLOCK * Float.BYTES;
                BlockGemm.multiply(
                        groupSize, BLOCK, headSize, query + heads, headSize, keys, BLOCK, false, block, columns);
            }
            for (int g = 0; g < groupSize; g++) {
                softmax(
                        s + (long) g * columns * Float.BYTES,
                        prefix,
                        prefixBlocks * BLOCK,
                        ownLength,
                        ownBlocks * BLOCK);
            }
            for (int b = 0; b < prefixBlocks + ownBlocks; b++) {
                long values =
                        b < prefixBlocks ? prompt.values(b, layer, head) : own.values(b - prefixBlocks, layer, head);
                long block = s + (long) b * BLOCK * Float.BYTES;
                BlockGemm.multiply(
                        groupSize, headSize, BLOCK, block, columns, values, headSize, b > 0, to + heads, headSize);
            }
        }
    }

    /** In place over the valid part of both stretches; zeros behind them. */
    private void softmax(long row, int prefix, int prefixColumns, int own, int ownColumns) {
        long ownAt = row + (long) prefixColumns * Float.BYTES;
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
