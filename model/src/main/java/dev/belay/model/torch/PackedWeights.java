package dev.belay.model.torch;

import java.util.ArrayList;
import java.util.List;

/** All projections in the form the decoder multiplies with, refreshed when the parameters have changed. */
final class PackedWeights {
    /**
     * One block.
     *
     * @param qkvBias empty when the family has none
     */
    record Layer(
            float[] norm1,
            PackedMatrix qkv,
            float[] qkvBias,
            PackedMatrix out,
            float[] norm2,
            PackedMatrix gate,
            PackedMatrix up,
            PackedMatrix down) {}

    private final Parameters parameters;
    private final List<Layer> layers = new ArrayList<>();
    private final float[] finalNorm;
    private final PackedMatrix head;
    private long version = -1;

    PackedWeights(Parameters parameters) {
        this.parameters = parameters;
        for (LayerWeights w : parameters.map.layers()) {
            int hidden = w.out().out();
            int inner = w.down().in();
            layers.add(new Layer(
                    new float[hidden],
                    new PackedMatrix(w.qkv()),
                    new float[w.qkvBias() < 0 ? 0 : w.qkv().out()],
                    new PackedMatrix(w.out()),
                    new float[hidden],
                    new PackedMatrix(w.gateUp().rows(0, inner)),
                    new PackedMatrix(w.gateUp().rows(inner, inner)),
                    new PackedMatrix(w.down())));
        }
        finalNorm = new float[parameters.map.head().in()];
        head = new PackedMatrix(parameters.map.head());
    }

    List<Layer> layers() {
        return layers;
    }

    float[] finalNorm() {
        return finalNorm;
    }

    PackedMatrix head() {
        return head;
    }

    /** Copies the weights if they are newer than the copy. */
    void refresh(Workers workers) {
        if (version == parameters.version()) {
            return;
        }
        List<Workers.Task> tasks = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            LayerWeights w = parameters.map.layers().get(i);
            FloatMemory.load(parameters.weight(w.norm1()), layer.norm1, layer.norm1.length);
            FloatMemory.load(parameters.weight(w.norm2()), layer.norm2, layer.norm2.length);
            FloatMemory.load(parameters.weight(w.qkvBias()), layer.qkvBias, layer.qkvBias.length);
            for (PackedMatrix m : List.of(layer.qkv, layer.out, layer.gate, layer.up, layer.down)) {
                addTasks(tasks, m);
            }
        }
        FloatMemory.load(parameters.weight(parameters.map.finalNorm()), finalNorm, finalNorm.length);
        addTasks(tasks, head);
        workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
        version = parameters.version();
    }

    private void addTasks(List<Workers.Task> tasks, PackedMatrix m) {
        for (int t = 0; t < m.tiles(); t++) {
            int tile = t;
            tasks.add((i, worker) -> m.pack(parameters, tile));
        }
    }
}
