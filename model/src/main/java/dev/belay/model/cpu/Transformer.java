package dev.belay.model.cpu;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.Activations.Keep;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Window;
import dev.belay.model.weights.LayerWeights;
import dev.belay.model.weights.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of a forest through all blocks: grouped-query attention with rotary positions and SwiGLU, with norms
 * before them or, as in OLMo 2, behind them (see {@link NormPlacement}). Two hand-overs between threads a layer: rows are
 * independent up to the attention and after it.
 */
final class Transformer implements AutoCloseable {
    private static final int TASKS_A_THREAD = 4;
    private static final int ROW_MULTIPLE = 16;
    static final int MAX_CHUNK_ROWS = 128;

    /** Rows whose widest activations stand in memory together when nothing is kept. */
    static final int WINDOW_ROWS = 4096;

    final ModelConfig config;
    final Parameters parameters;
    final Workers workers;
    final Activations kept;
    final Gemm gemm;
    final Rope rope;
    final List<Scratch> scratch = new ArrayList<>();
    private final int qkvWidth;
    private final boolean normsBefore;

    Transformer(ModelConfig config, Parameters parameters, Workers workers) {
        this.config = config;
        this.parameters = parameters;
        this.workers = workers;
        this.kept = new Activations(config);
        this.gemm = new Gemm(parameters, workers);
        this.rope = new Rope(config);
        this.qkvWidth = config.querySize() + 2 * config.keyValueSize();
        this.normsBefore = config.family().norms() == NormPlacement.BEFORE;
        for (int i = 0; i < workers.threads(); i++) {
            scratch.add(new Scratch(config));
        }
    }

    /** Rows a task takes, so that every thread gets several tasks and products stay large. */
    static int chunkRows(int rows, int threads) {
        int even = Math.ceilDiv(rows, threads * TASKS_A_THREAD);
        return Math.min(MAX_CHUNK_ROWS, Math.ceilDiv(even, ROW_MULTIPLE) * ROW_MULTIPLE);
    }

    /** Chunks of {@link #forChunks}. */
    int chunks(Window window) {
        return Math.ceilDiv(window.count(), chunkRows(window.count(), workers.threads()));
    }

    /** Runs a task for each chunk of the rows of a window. */
    void forChunks(Window window, ChunkTask task) {
        int size = chunkRows(window.count(), workers.threads());
        workers.run(chunks(window), (i, worker) -> {
            int from = window.first() + i * size;
            task.run(i, from, Math.min(window.end(), from + size) - from, scratch.get(worker));
        });
    }

    /** A task on {@code count} rows from {@code from} on. */
    @FunctionalInterface
    interface ChunkTask {
        void run(int chunk, int from, int count, Scratch scratch);
    }

    /** Who looks on at a forward pass; called by several threads. */
    interface Onlooker {
        Onlooker NOBODY = new Onlooker() {};

        /** The queries, keys and values of a span stand in {@link #kept}, beside its attention. */
        default void span(int layer, Forest.Span span, int worker) {}

        /** All that a layer computes of {@code count} rows from {@code from} on stands in {@link #kept}. */
        default void rows(int layer, int from, int count) {}
    }

    /** A forward pass after which only the stream behind the last layer is of use. */
    void forward(Forest forest) {
        forward(forest, Onlooker.NOBODY);
    }

    /** As {@link #forward(Forest)}, with somebody who takes what it needs layer by layer. */
    void forward(Forest forest, Onlooker onlooker) {
        forward(forest, Keep.NOTHING, Window.cut(forest.rows(), Math.ceilDiv(forest.rows(), WINDOW_ROWS)), onlooker);
    }

    /**
     * Fills {@link #kept}; the result is {@code kept.input(layers, row)}, before the final norm.
     *
     * @param windows cover the rows in order; what is not kept of a layer exists for one of them at a time
     */
    void forward(Forest forest, Keep keep, List<Window> windows) {
        forward(forest, keep, windows, Onlooker.NOBODY);
    }

    private void forward(Forest forest, Keep keep, List<Window> windows, Onlooker onlooker) {
        Window all = new Window(0, forest.rows());
        kept.prepare(forest.rows(), keep, windows.getFirst().count());
        gemm.prepareForward();
        prepareRope(forest);
        forChunks(all, (chunk, from, count, s) -> {
            embed(forest, from, count);
            queryKeyValue(forest, 0, from, count, s);
        });
        for (int layer = 0; layer < config.layers(); layer++) {
            int l = layer;
            boolean more = l + 1 < config.layers();
            for (Window window : windows) {
                attend(forest, l, window, onlooker);
                forChunks(window, (chunk, from, count, s) -> {
                    feedForwardInput(l, from, count, s);
                    feedForwardOutput(l, from, count, s);
                    onlooker.rows(l, from, count);
                    if (more && windows.size() == 1) {
                        queryKeyValue(forest, l + 1, from, count, s);
                    }
                });
            }
            // Later windows still read this layer's keys and values.
            if (more && windows.size() > 1) {
                queryKeyValue(forest, l + 1);
            }
        }
    }

    /** Makes room in {@link #kept} for layers that come from elsewhere, one at a time. */
    void prepare(Forest forest, Keep keep) {
        kept.prepare(forest.rows(), keep, forest.rows());
        prepareRope(forest);
    }

    private void prepareRope(Forest forest) {
        int last = 0;
        for (int r = 0; r < forest.rows(); r++) {
            last = Math.max(last, forest.position(r));
        }
        rope.prepare(last + 1);
    }

    /** Shows a window and fills its contexts. */
    private void attend(Forest forest, int layer, Window window, Onlooker onlooker) {
        kept.show(window);
        Attention.Layer attention = new Attention.Layer(kept, layer);
        List<Forest.Span> spans = forest.spans(window);
        workers.run(spans.size(), (i, worker) -> {
            onlooker.span(layer, spans.get(i), worker);
            scratch.get(worker).attention.forward(attention, spans.get(i));
        });
    }

    /** Fills queries, keys and values of all rows from what the layer reads. */
    void queryKeyValue(Forest forest, int layer) {
        forChunks(
                new Window(0, forest.rows()), (chunk, from, count, s) -> queryKeyValue(forest, layer, from, count, s));
    }

    /** After {@link #queryKeyValue}: fills again what a backward pass through the layer needs of a window. */
    void repeat(Forest forest, int layer, Window window) {
        attend(forest, layer, window, Onlooker.NOBODY);
        forChunks(window, (chunk, from, count, s) -> {
            feedForwardInput(layer, from, count, s);
            if (!normsBefore) {
                feedForwardOutput(layer, from, count, s);
            }
        });
    }

    private void embed(Forest forest, int from, int count) {
        int hidden = config.hiddenSize();
        for (int r = from; r < from + count; r++) {
            long row = parameters.weight(parameters.map.embedding().offset() + (long) forest.token(r) * hidden);
            FloatMemory.copy(row, kept.input(0, r), hidden);
        }
    }

    private void queryKeyValue(Forest forest, int layer, int from, int count, Scratch s) {
        LayerWeights w = parameters.map.layers().get(layer);
        int hidden = config.hiddenSize();
        long x = branchInput(kept.input(layer, from), w.norm1(), count, s);
        boolean biased = w.qkvBias() >= 0;
        if (biased) {
            for (int r = from; r < from + count; r++) {
                FloatMemory.copy(parameters.weight(w.qkvBias()), kept.qkv(layer, r), qkvWidth);
            }
        }
        gemm.forward(x, hidden, count, w.qkv(), biased, kept.qkv(layer, from), qkvWidth);
        int turned = config.querySize() + config.keyValueSize();
        boolean normed = w.queryKeyNorm() >= 0;
        if (normed) {
            s.queryKeyNorm.load(parameters.weight(w.queryKeyNorm()));
        }
        for (int r = from; r < from + count; r++) {
            FloatMemory.load(kept.qkv(layer, r), s.qkv, turned);
            if (normed) {
                FloatMemory.store(s.qkv, kept.queryKey(layer, r), turned);
                s.queryKeyNorm.apply(s.qkv);
            }
            rope.rotate(s.qkv, forest.position(r));
            FloatMemory.store(s.qkv, kept.qkv(layer, r), turned);
        }
    }

    /** What attention or feed-forward read: the stream, normalised where norms stand in front. */
    private long branchInput(long stream, long norm, int count, Scratch s) {
        if (!normsBefore) {
            return stream;
        }
        long normalised = s.narrow.ensure((long) count * config.hiddenSize());
        s.rows.rmsNorm(stream, parameters.weight(norm), count, normalised);
        return normalised;
    }

    /**
     * to = stream + x · Wᵀ, the product normalised first where norms stand behind.
     *
     * @param product where the product before its norm is kept
     */
    private void addBranch(
            long stream, long x, int ldx, int count, Matrix w, long norm, long product, long to, Scratch s) {
        int hidden = config.hiddenSize();
        if (normsBefore) {
            FloatMemory.copy(stream, to, (long) count * hidden);
            gemm.forward(x, ldx, count, w, true, to, hidden);
        } else {
            gemm.forward(x, ldx, count, w, false, product, hidden);
            s.rows.addRmsNorm(product, parameters.weight(norm), count, stream, to);
        }
    }

    /** From contexts to gate and up. */
    private void feedForwardInput(int layer, int from, int count, Scratch s) {
        LayerWeights w = parameters.map.layers().get(layer);
        int inner = config.intermediateSize();
        long middle = kept.middle(layer, from);
        long attended = kept.attentionOut(layer, from);
        long context = kept.context(layer, from);
        addBranch(kept.input(layer, from), context, config.querySize(), count, w.out(), w.norm1(), attended, middle, s);
        long x = branchInput(middle, w.norm2(), count, s);
        gemm.forward(x, config.hiddenSize(), count, w.gateUp(), false, kept.gateUp(layer, from), 2 * inner);
    }

    /** From gate and up to what the next layer reads. */
    private void feedForwardOutput(int layer, int from, int count, Scratch s) {
        LayerWeights w = parameters.map.layers().get(layer);
        int inner = config.intermediateSize();
        long act = s.wide.ensure((long) count * inner);
        s.rows.swiglu(kept.gateUp(layer, from), count, act);
        long fed = kept.feedForwardOut(layer, from);
        addBranch(
                kept.middle(layer, from), act, inner, count, w.down(), w.norm2(), fed, kept.input(layer + 1, from), s);
    }

    @Override
    public void close() {
        kept.close();
        gemm.close();
        scratch.forEach(Scratch::close);
    }
}
