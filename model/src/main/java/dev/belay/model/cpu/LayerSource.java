package dev.belay.model.cpu;

import dev.belay.model.BackwardPlan;
import dev.belay.model.cpu.Activations.Keep;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Window;
import java.util.List;

/** Where a backward pass has what a layer computed from, layer by layer from the last to the first. */
interface LayerSource {
    /** All layers stand in {@link Transformer#kept}. */
    LayerSource IN_PLACE = new LayerSource() {};

    /** Runs the forward pass that a plan asks for. */
    static LayerSource compute(Transformer transformer, Forest forest, BackwardPlan plan, List<Window> windows) {
        if (plan.gradientCheckpointing()) {
            transformer.forward(forest, Keep.INPUTS, windows);
            return new RepeatedLayers(transformer, forest);
        }
        transformer.forward(forest, Keep.EVERYTHING, windows);
        return IN_PLACE;
    }

    /** To be called first: brings what exists for all rows, queries, keys and values at least. */
    default void bring(int layer) {}

    /** To be called for each window in order: brings the rest. */
    default void bring(int layer, Window window) {}
}
