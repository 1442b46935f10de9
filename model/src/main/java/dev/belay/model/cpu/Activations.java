package dev.belay.model.cpu;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;

/**
 * What a forward pass leaves for the backward pass, layer by layer, for all rows of a forest. Norms, rotary turns and the
 * feed-forward's product are cheap to repeat and are not kept. Without a backward pass to come, all layers share one
 * place.
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
    private boolean keep;

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

    /** Makes room; {@code keepLayers} when a backward pass or a look at the keys and values follows. */
    void prepare(int rowCount, boolean keepLayers) {
        rows = rowCount;
        keep = keepLayers;
        long places = keep ? layers : 1;
        inputs.ensure(rows * hidden * (keep ? layers + 1 : 2));
        middles.ensure(rows * hidden * places);
        qkvs.ensure(rows * qkvWidth * places);
        contexts.ensure(rows * queryWidth * places);
        gateUps.ensure(rows * gateUpWidth * places);
        logSums.ensure(rows * heads * places);
        queryKeys.ensure(rows * queryKeyWidth * places);
        branches.ensure(2 * rows * branchWidth * places);
    }

    /** (D) a row of the residual stream in front of a layer; layer = number of layers: behind the last. */
    long input(int layer, int row) {
        return at(inputs, keep ? layer : layer % 2, hidden, row);
    }

    /** (D) a row of the residual stream between attention and feed-forward. */
    long middle(int layer, int row) {
        return at(middles, keep ? layer : 0, hidden, row);
    }

    /** (Q + 2·KV) query, key and value, turned. */
    long qkv(int layer, int row) {
        return at(qkvs, keep ? layer : 0, qkvWidth, row);
    }

    /** (Q) what the attention heads return. */
    long context(int layer, int row) {
        return at(contexts, keep ? layer : 0, queryWidth, row);
    }

    /** (2F) gate, then up, before the activation function. */
    long gateUp(int layer, int row) {
        return at(gateUps, keep ? layer : 0, gateUpWidth, row);
    }

    /** (heads) log sum exp of each head's attention scores. */
    long logSum(int layer, int row) {
        return at(logSums, keep ? layer : 0, heads, row);
    }

    /** (Q + KV) query and key before their norm; there only for a family that has one. */
    long queryKey(int layer, int row) {
        return at(queryKeys, keep ? layer : 0, queryKeyWidth, row);
    }

    /** (D) what the attention adds to the stream, before its norm; there only where norms stand behind. */
    long attentionOut(int layer, int row) {
        return at(branches, keep ? 2 * layer : 0, branchWidth, row);
    }

    /** (D) what the feed-forward adds to the stream, before its norm; there only where norms stand behind. */
    long feedForwardOut(int layer, int row) {
        return at(branches, keep ? 2 * layer + 1 : 1, branchWidth, row);
    }

    private long at(FloatMemory memory, int place, int width, int row) {
        return memory.address() + (place * rows + row) * width * Float.BYTES;
    }

    @Override
    public void close() {
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
