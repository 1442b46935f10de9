package dev.belay.model.cpu;

import dev.belay.model.weights.LayerWeights;
import dev.belay.model.weights.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every projection's weights in packed form, made anew when the parameters have changed; when only adapters have, those of
 * the projections they lie on. The packed form for the backward pass is made when it is first needed.
 */
final class PackedWeights implements AutoCloseable {
    private static final long NEVER = -1;

    private final Parameters parameters;
    private final Workers workers;
    private final List<Matrix> all = new ArrayList<>();
    private final Form forward = new Form();
    private final Form backward = new Form();
    private @Nullable Adapters adapters;

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
        forward.version = NEVER;
        backward.version = NEVER;
    }

    /** Wᵀ, for y = x · Wᵀ; valid after {@link #refreshForward}. */
    PackedMatrix forward(Matrix w) {
        return forward.packed(w);
    }

    /** W, for dx = dy · W; valid after {@link #refreshBackward}. */
    PackedMatrix backward(Matrix w) {
        return backward.packed(w);
    }

    /** Packs again if the weights are newer. */
    void refreshForward() {
        refresh(forward, (w, at) -> new PackedMatrix(w.in(), w.out(), at), this::packTransposed);
    }

    /** Packs again if the weights are newer. */
    void refreshBackward() {
        refresh(backward, (w, at) -> new PackedMatrix(w.out(), w.in(), at), this::pack);
    }

    private void refresh(Form form, Layout layout, Packing packing) {
        if (form.version == parameters.version()) {
            return;
        }
        if (form.matrices.isEmpty()) {
            form.makeRoom(all, layout);
        }
        boolean whole = form.weightsVersion != parameters.weightsVersion();
        List<Workers.Task> tasks = new ArrayList<>();
        for (Matrix w : all) {
            if (whole || (adapters != null && adapters.lieOn(w))) {
                PackedMatrix packed = form.packed(w);
                for (int t = 0; t < packed.tiles(); t++) {
                    int tile = t;
                    tasks.add((i, worker) -> packing.pack(w, packed, tile));
                }
            }
        }
        workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
        form.version = parameters.version();
        form.weightsVersion = parameters.weightsVersion();
    }

    /** The packed form of a matrix, at an address. */
    @FunctionalInterface
    private interface Layout {
        PackedMatrix of(Matrix w, long address);
    }

    /**
     * One of the two orders in which products read the weights, and which weights it was made of. All matrices stand in one
     * piece of memory, so that it can have large pages: each step of decoding reads all of it, and across the ends of small
     * pages the processor fetches nothing ahead.
     */
    private static final class Form {
        private final FloatMemory memory = new FloatMemory();
        private final Map<Matrix, PackedMatrix> matrices = new HashMap<>();
        private long version = NEVER;
        private long weightsVersion = NEVER;

        void makeRoom(List<Matrix> of, Layout layout) {
            long floats = of.stream().mapToLong(w -> layout.of(w, 0).floats()).sum();
            long at = memory.ensure(floats);
            for (Matrix w : of) {
                PackedMatrix packed = layout.of(w, at);
                matrices.put(w, packed);
                at += packed.floats() * Float.BYTES;
            }
        }

        PackedMatrix packed(Matrix w) {
            PackedMatrix packed = matrices.get(w);
            if (packed == null) {
                throw new IllegalStateException("not packed: " + w);
            }
            return packed;
        }
    }

    /** Fills a tile. */
    @FunctionalInterface
    private interface Packing {
        void pack(Matrix w, PackedMatrix packed, int tile);
    }

    private void packTransposed(Matrix w, PackedMatrix packed, int tile) {
        packed.packTransposed(parameters.weight(w.offset()), tile);
        if (adapters != null) {
            adapters.addTransposed(w, tile * PackedMatrix.WIDTH, packed.width(tile), packed.tile(tile));
        }
    }

    private void pack(Matrix w, PackedMatrix packed, int tile) {
        packed.pack(parameters.weight(w.offset()), tile);
        if (adapters != null) {
            adapters.add(w, tile * PackedMatrix.WIDTH, packed.width(tile), packed.tile(tile));
        }
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(forward.memory, backward.memory);
    }

    @Override
    public void close() {
        forward.memory.close();
        backward.memory.close();
    }
}
