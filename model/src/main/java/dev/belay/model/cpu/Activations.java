package dev.belay.model.cpu;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Window;

/**
 * What a forward pass leaves for the backward pass, layer by layer, for all rows of a forest. Norms, rotary turns and the
 * feed-forward's product are cheap to repeat and are not kept. What is not kept of a layer shares one place with the other
 * layers, and may exist for a {@link Window} of the rows only; queries, keys and values exist for all rows.
 */
final class Activations implements AutoCloseable {
    private final int hidden;
    private final int queryWidth;
    private final int qkvWidth;
    private final int gateUpWidth;
    private final int queryKeyWidth;
    private final int branchWidth;
    private final int heads;
    private final int layers;
    private final FloatMemory inputs = new FloatMemory();
    private final FloatMemory middles = new FloatMemory();
    private final FloatMemory qkvs = new FloatMemory();
    private final FloatMemory contexts = new FloatMemory();
    private final FloatMemory gateUps = new FloatMemory();
    private final FloatMemory logSums = new FloatMemory();
    private final FloatMemory queryKeys = new FloatMemory();
    private final FloatMemory branches = new FloatMemory();
    private long rows;
    private long windowRows;
    private int windowFirst;
    private Keep keep = Keep.NOTHING;
    private boolean hasAllLayers;

    Activations(ModelConfig c) {
        hidden = c.hiddenSize();
        queryWidth = c.querySize();
        qkvWidth = c.querySize() + 2 * c.keyValueSize();
        gateUpWidth = 2 * c.intermediateSize();
        queryKeyWidth = c.queryNormSize() > 0 ? c.querySize() + c.keyValueSize() : 0;
        branchWidth = c.family().norms() == NormPlacement.AFTER ? c.hiddenSize() : 0;
        heads = c.heads();
        layers = c.layers();
    }

    /** What a forward pass leaves behind. */
    enum Keep {
        /** The stream behind the last layer. */
        NOTHING,
        /** What each layer reads. */
        INPUTS,
        /** All that a backward pass needs. */
        EVERYTHING
    }

    /**
     * Makes room.
     *
     * @param largest rows of the largest window; all rows when everything is kept
     */
    void prepare(int rowCount, Keep what, int largest) {
        rows = rowCount;
        keep = what;
        hasAllLayers |= what == Keep.EVERYTHING;
        windowRows = largest;
        windowFirst = 0;
        long places = keep == Keep.EVERYTHING ? layers : 1;
        inputs.ensure(rows * hidden * (keep == Keep.NOTHING ? 2 : layers + 1));
        qkvs.ensure(rows * qkvWidth * places);
        queryKeys.ensure(rows * queryKeyWidth * places);
        middles.ensure(windowRows * hidden * places);
        contexts.ensure(windowRows * queryWidth * places);
        gateUps.ensure(windowRows * gateUpWidth * places);
        logSums.ensure(windowRows * heads * places);
        branches.ensure(2 * windowRows * branchWidth * places);
    }

    /** Gives the memory back if there was room for all layers of a batch, which stays when less is kept after it. */
    void dropEverything() {
        if (hasAllLayers) {
            close();
        }
    }

    /** Says which rows stand in memory of what exists for a window only: all but inputs, queries, keys and values. */
    void show(Window window) {
        windowFirst = window.first();
    }

    /** (D) a row of the residual stream in front of a layer; layer = number of layers: behind the last. */
    long input(int layer, int row) {
        return at(inputs, keep == Keep.NOTHING ? layer % 2 : layer, hidden, row);
    }

    /** (D) a row of the residual stream between attention and feed-forward. */
    long middle(int layer, int row) {
        return inWindow(middles, place(layer), hidden, row);
    }

    /** (Q + 2·KV) query, key and value, turned. */
    long qkv(int layer, int row) {
        return at(qkvs, place(layer), qkvWidth, row);
    }

    /** (Q) what the attention heads return. */
    long context(int layer, int row) {
        return inWindow(contexts, place(layer), queryWidth, row);
    }

    /** (2F) gate, then up, before the activation function. */
    long gateUp(int layer, int row) {
        return inWindow(gateUps, place(layer), gateUpWidth, row);
    }

    /** (heads) log sum exp of each head's attention scores. */
    long logSum(int layer, int row) {
        return inWindow(logSums, place(layer), heads, row);
    }

    /** (Q + KV) query and key before their norm; there only for a family that has one. */
    long queryKey(int layer, int row) {
        return at(queryKeys, place(layer), queryKeyWidth, row);
    }

    /** (D) what the attention adds to the stream, before its norm; there only where norms stand behind. */
    long attentionOut(int layer, int row) {
        return inWindow(branches, 2 * place(layer), branchWidth, row);
    }

    /** (D) what the feed-forward adds to the stream, before its norm; there only where norms stand behind. */
    long feedForwardOut(int layer, int row) {
        return inWindow(branches, 2 * place(layer) + 1, branchWidth, row);
    }

    /** Copies a row of all that others have kept of a layer. */
    void copyLayer(int layer, Activations from, int row, int to) {
        copyInput(layer, from, row, to);
        FloatMemory.copy(from.middle(layer, row), middle(layer, to), hidden);
        FloatMemory.copy(from.qkv(layer, row), qkv(layer, to), qkvWidth);
        FloatMemory.copy(from.context(layer, row), context(layer, to), queryWidth);
        FloatMemory.copy(from.gateUp(layer, row), gateUp(layer, to), gateUpWidth);
        FloatMemory.copy(from.logSum(layer, row), logSum(layer, to), heads);
        if (queryKeyWidth > 0) {
            FloatMemory.copy(from.queryKey(layer, row), queryKey(layer, to), queryKeyWidth);
        }
        if (branchWidth > 0) {
            FloatMemory.copy(from.attentionOut(layer, row), attentionOut(layer, to), branchWidth);
            FloatMemory.copy(from.feedForwardOut(layer, row), feedForwardOut(layer, to), branchWidth);
        }
    }

    /** Copies a row of what others have kept of the stream in front of a layer. */
    void copyInput(int layer, Activations from, int row, int to) {
        FloatMemory.copy(from.input(layer, row), input(layer, to), hidden);
    }

    private int place(int layer) {
        return keep == Keep.EVERYTHING ? layer : 0;
    }

    private long at(FloatMemory memory, int place, int width, int row) {
        return memory.address() + (place * rows + row) * width * Float.BYTES;
    }

    private long inWindow(FloatMemory memory, int place, int width, int row) {
        return memory.address() + (place * windowRows + row - windowFirst) * width * Float.BYTES;
    }

    /** Numbers that {@link #prepare} makes room for. */
    static long floats(ModelConfig c, long rows, Keep keep, long window) {
        int kept = c.layers();
        long qkv = c.querySize() + 2L * c.keyValueSize();
        long queryKey = c.queryNormSize() > 0 ? c.querySize() + (long) c.keyValueSize() : 0;
        long branches = c.family().norms() == NormPlacement.AFTER ? 2L * c.hiddenSize() : 0;
        long inWindow = c.hiddenSize() + (long) c.querySize() + 2L * c.intermediateSize() + c.heads() + branches;
        long inputs = c.hiddenSize() * (keep == Keep.NOTHING ? 2L : kept + 1L);
        long places = keep == Keep.EVERYTHING ? kept : 1;
        return rows * (inputs + places * (qkv + queryKey)) + window * places * inWindow;
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(inputs, middles, qkvs, contexts, gateUps, logSums, queryKeys, branches);
    }

    @Override
    public void close() {
        hasAllLayers = false;
        inputs.close();
        middles.close();
        qkvs.close();
        contexts.close();
        gateUps.close();
        logSums.close();
        queryKeys.close();
        branches.close();
    }
}
