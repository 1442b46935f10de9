package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;

/** What one thread needs to itself. */
final class Scratch implements AutoCloseable {
    final RowKernels rows;
    final Attention attention;
    final FloatMemory narrow = new FloatMemory();
    final FloatMemory wide = new FloatMemory();
    final QueryKeyNorm queryKeyNorm;
    final float[] qkv;
    final float[] rawQueryKey;

    Scratch(ModelConfig c) {
        rows = new RowKernels(c);
        attention = new Attention(c);
        queryKeyNorm = new QueryKeyNorm(c);
        qkv = new float[c.querySize() + 2 * c.keyValueSize()];
        rawQueryKey = new float[c.querySize() + c.keyValueSize()];
    }

    /** Most numbers that batches of sequences up to that length make room for. */
    static long floats(ModelConfig c, int longest, boolean backward) {
        return (long) Transformer.MAX_CHUNK_ROWS * (c.hiddenSize() + c.intermediateSize())
                + Attention.floats(c, longest, backward);
    }

    /** Native memory held. */
    long bytes() {
        return attention.bytes() + FloatMemory.sum(narrow, wide);
    }

    @Override
    public void close() {
        attention.close();
        narrow.close();
        wide.close();
    }
}
