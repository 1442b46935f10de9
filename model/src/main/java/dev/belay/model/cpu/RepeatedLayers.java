package dev.belay.model.cpu;

import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Window;

/** Layers computed once more from what they read (gradient checkpointing). */
record RepeatedLayers(Transformer transformer, Forest forest) implements LayerSource {
    @Override
    public void bring(int layer) {
        transformer.queryKeyValue(forest, layer);
    }

    @Override
    public void bring(int layer, Window window) {
        transformer.repeat(forest, layer, window);
    }
}
