package dev.belay.model.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every projection's weights in packed form, made anew when the parameters have changed. The packed form for the backward
 * pass is made when it is first needed.
 */
final class PackedWeights implements AutoCloseable {
    private final Parameters parameters;
    private final Workers workers;
    private final List<Gemm.Matrix> all = new ArrayList<>();
    private final Map<Gemm.Matrix, PackedMatrix> forward = new HashMap<>();
    private final Map<Gemm.Matrix, PackedMatrix> backward = new HashMap<>();
    private @Nullable Adapters adapters;
    private long forwardVersion = -1;
    private long backwardVersion = -1;

    PackedWeights(Parameters parameters, Workers workers) {
        this.parameters = parameters;
        this.workers = workers;
        for (LayerWeights w : parameters.map.layers()) {
            all.addAll(w.projections());
        }
        all.add(parameters.map.head());
    }

    /** From now on what adapters add to a projection is packed with it. */
    void adapt(Adapters to) {
        adapters = to;
        forwardVersion = -1;
        backwardVersion = -1;
    }

    /** Wᵀ, for y = x · Wᵀ; valid after {@link #refreshForward}. */
    PackedMatrix forward(Gemm.Matrix w) {
        return packed(forward, w);
    }

    /** W, for dx = dy · W; valid after {@link #refreshBackward}. */
    PackedMatrix backward(Gemm.Matrix w) {
        return packed(backward, w);
    }

    private static PackedMatrix packed(Map<Gemm.Matrix, PackedMatrix> of, Gemm.Matrix w) {
        PackedMatrix packed = of.get(w);
        if (packed == null) {
            throw new IllegalStateException("not packed: " + w);
        }
        return packed;
    }

    /** Packs again if the weights are newer. */
    void refreshForward() {
        if (forwardVersion == parameters.version()) {
            return;
        }
        List<Workers.Task> tasks = new ArrayList<>();
        for (Gemm.Matrix w : all) {
            PackedMatrix packed = forward.computeIfAbsent(w, m -> new PackedMatrix(m.in(), m.out()));
            for (int t = 0; t < packed.tiles(); t++) {
                int tile = t;
                tasks.add((i, worker) -> packTransposed(w, packed, tile));
            }
        }
        workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
        forwardVersion = parameters.version();
    }

    /** Packs again if the weights are newer. */
    void refreshBackward() {
        if (backwardVersion == parameters.version()) {
            return;
        }
        List<Workers.Task> tasks = new ArrayList<>();
        for (Gemm.Matrix w : all) {
            PackedMatrix packed = backward.computeIfAbsent(w, m -> new PackedMatrix(m.out(), m.in()));
            for (int t = 0; t < packed.tiles(); t++) {
                int tile = t;
                tasks.add((i, worker) -> pack(w, packed, tile));
            }
        }
        workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
        backwardVersion = parameters.version();
    }

    private void packTransposed(Gemm.Matrix w, PackedMatrix packed, int tile) {
        packed.packTransposed(parameters.weight(w.offset()), tile);
        if (adapters != null) {
            adapters.addTransposed(w, tile * BlockGemm.WIDTH, packed.width(tile), packed.tile(tile));
        }
    }

    private void pack(Gemm.Matrix w, PackedMatrix packed, int tile) {
        packed.pack(parameters.weight(w.offset()), tile);
        if (adapters != null) {
            adapters.add(w, tile * BlockGemm.WIDTH, packed.width(tile), packed.tile(tile));
        }
    }

    /** Native memory held. */
    long bytes() {
        return Stream.concat(forward.values().stream(), backward.values().stream())
                .mapToLong(PackedMatrix::bytes)
                .sum();
    }

    @Override
    public void close() {
        forward.values().forEach(PackedMatrix::close);
        backward.values().forEach(PackedMatrix::close);
    }
}
