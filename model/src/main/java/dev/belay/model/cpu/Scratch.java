package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;

/** What one thread needs to itself. */
final class Scratch implements AutoCloseable {
    final RowKernels rows;
    final Attention attention;
    final FloatMemory narrow = new FloatMemory();
    final FloatMemory wide = new FloatMemory();
    final float[] qkv;

    Scratch(ModelConfig c) {
        rows = new RowKernels(c);
        attention = new Attention(c);
        qkv = new float[c.querySize() + 2 * c.keyValueSize()];
    }

    @Override
    public void close() {
        attention.close();
        narrow.close();
        wide.close();
    }
}
