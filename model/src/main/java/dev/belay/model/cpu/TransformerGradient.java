package dev.belay.model.cpu;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Forest.Span;
import dev.belay.model.forest.Window;
import dev.belay.model.weights.LayerWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * The backward pass of {@link Transformer}: from the gradient behind the last layer to those of all weights. It goes through
 * a layer window by window: attention and feed-forward first, whose gradients of keys and values reach back to rows of
 * earlier windows, then the projections in front once these are complete.
 */
final class TransformerGradient implements AutoCloseable {
    private final Transformer forward;
    private final ModelConfig config;
    private final Parameters parameters;
    private final Activations kept;
    private final int hidden;
    private final int inner;
    private final int queries;
    private final int qkvWidth;
    private final FloatMemory stream = new FloatMemory();
    private final FloatMemory middle = new FloatMemory();
    private final FloatMemory context = new FloatMemory();
    private final FloatMemory qkv = new FloatMemory();
    private final boolean normsBefore;

    /** Beside the norm of attention and of feed-forward: what it returned if it stands in front, else the gradient of what it read. */
    private final FloatMemory norm1 = new FloatMemory();

    private final FloatMemory norm2 = new FloatMemory();
    private final FloatMemory act = new FloatMemory();
    private final FloatMemory gateUp = new FloatMemory();
    private Window window = new Window(0, 0);

    TransformerGradient(Transformer forward) {
        this.forward = forward;
        config = forward.config;
        parameters = forward.parameters;
        kept = forward.kept;
        hidden = config.hiddenSize();
        inner = config.intermediateSize();
        queries = config.querySize();
        qkvWidth = queries + 2 * config.keyValueSize();
        normsBefore = config.family().norms() == NormPlacement.BEFORE;
    }

    /**
     * Makes room for the rows of a forest and returns where the gradient behind the last layer goes; zeroed.
     *
     * @param windows those of the forward pass
     */
    long prepare(int rows, List<Window> windows) {
        long largest = windows.getFirst().count();
        stream.ensure((long) rows * hidden);
        qkv.ensure((long) rows * qkvWidth);
        middle.ensure(largest * hidden);
        context.ensure(largest * queries);
        norm1.ensure(largest * hidden);
        norm2.ensure(largest * hidden);
        act.ensure(largest * inner);
        gateUp.ensure(largest * 2 * inner);
        FloatMemory.zero(stream.address(), (long) rows * hidden);
        return stream.address();
    }

    /**
     * Adds to the gradients of all weights but the head's and the final norm's.
     *
     * @param source of what the layers computed
     */
    void run(Forest forest, List<Window> windows, LayerSource source, WeightGradients to) {
        boolean whole = windows.size() == 1;
        for (int layer = config.layers() - 1; layer >= 0; layer--) {
            source.bring(layer);
            for (Window w : windows) {
                window = w;
                source.bring(layer, w);
                feedForward(layer, to);
                attention(layer, forest, to);
                if (!whole) {
                    forward.forChunks(
                            w,
                            (chunk, from, count, s) -> FloatMemory.copy(
                                    inWindow(middle, from, hidden), at(stream, from, hidden), (long) count * hidden));
                }
            }
            for (Window w : windows) {
                window = w;
                projections(layer, forest, whole, to);
                projectionWeights(layer, to);
            }
        }
        if (to.embeddings()) {
            embedding(forest);
        }
    }

    private static long at(FloatMemory memory, int row, int width) {
        return memory.address() + (long) row * width * Float.BYTES;
    }

    /** A row of what exists for the rows of the window only. */
    private long inWindow(FloatMemory memory, int row, int width) {
        return at(memory, row - window.first(), width);
    }

    private NormGradient normGradient(long offset, int size) {
        return new NormGradient(offset, size, forward.chunks(window));
    }

    /** From the gradient behind the layer to that between attention and feed-forward, and of the context. */
    private void feedForward(int layer, WeightGradients to) {
        LayerWeights w = parameters.map.layers().get(layer);
        NormGradient behind = normGradient(w.norm1(), hidden);
        NormGradient norm = normGradient(w.norm2(), hidden);
        forward.forChunks(window, (chunk, from, count, s) -> {
            long dStream = at(stream, from, hidden);
            long dOut = dStream;
            if (!normsBefore) {
                dOut = inWindow(norm2, from, hidden);
                normBehind(kept.feedForwardOut(layer, from), w.norm2(), dStream, count, dOut, norm.part(chunk), s);
            }
            long dAct = s.wide.ensure((long) count * inner);
            forward.gemm.backwardInput(dOut, hidden, count, w.down(), false, dAct, inner);
            long dGateUp = inWindow(gateUp, from, 2 * inner);
            s.rows.swigluBackward(kept.gateUp(layer, from), dAct, count, inWindow(act, from, inner), dGateUp);
            long dMiddle = inWindow(middle, from, hidden);
            FloatMemory.copy(dStream, dMiddle, (long) count * hidden);
            if (normsBefore) {
                long dNormalised = s.narrow.ensure((long) count * hidden);
                forward.gemm.backwardInput(dGateUp, 2 * inner, count, w.gateUp(), false, dNormalised, hidden);
                normInFront(
                        kept.middle(layer, from),
                        w.norm2(),
                        dNormalised,
                        count,
                        dMiddle,
                        inWindow(norm2, from, hidden),
                        norm.part(chunk),
                        s);
            } else {
                forward.gemm.backwardInput(dGateUp, 2 * inner, count, w.gateUp(), true, dMiddle, hidden);
            }
            long dAttended = dMiddle;
            if (!normsBefore) {
                dAttended = inWindow(norm1, from, hidden);
                normBehind(kept.attentionOut(layer, from), w.norm1(), dMiddle, count, dAttended, behind.part(chunk), s);
            }
            forward.gemm.backwardInput(
                    dAttended, hidden, count, w.out(), false, inWindow(context, from, queries), queries);
            FloatMemory.zero(at(qkv, from, qkvWidth), (long) count * qkvWidth);
        });
        norm.addTo(to);
        if (!normsBefore) {
            behind.addTo(to);
        }
    }

    /** The gradient of a norm in front of a branch: added to dx; the normalised rows are written again. */
    private void normInFront(
            long x, long weight, long dNormalised, int count, long dx, long normalisedTo, float[] dWeight, Scratch s) {
        s.rows.rmsNormBackward(x, parameters.weight(weight), dNormalised, count, dx, normalisedTo, dWeight);
    }

    /** The gradient of a norm behind a branch: of what the branch returned. */
    private void normBehind(long x, long weight, long dStream, int count, long dx, float[] dWeight, Scratch s) {
        FloatMemory.zero(dx, (long) count * hidden);
        long unused = s.narrow.ensure((long) count * hidden);
        s.rows.rmsNormBackward(x, parameters.weight(weight), dStream, count, dx, unused, dWeight);
    }

    /**
     * The attention and, beside it, the weights around it whose gradients are ready. The branches of a tree all add to the
     * keys and values of what they grow from, so a task is a tree and a key-value head.
     */
    private void attention(int layer, Forest forest, WeightGradients to) {
        LayerWeights w = parameters.map.layers().get(layer);
        List<Workers.Task> tasks = new ArrayList<>();
        for (List<Span> tree : forest.spansByTree(window)) {
            for (int head = 0; head < config.keyValueHeads(); head++) {
                int h = head;
                tasks.add((i, worker) -> attention(layer, tree, h, forward.scratch.get(worker).attention));
            }
        }
        int first = window.first();
        int rows = window.count();
        long read = normsBefore ? norm2.address() : kept.middle(layer, first);
        to.addProduct(tasks, w.gateUp(), gateUp.address(), read, rows);
        long dOut = normsBefore ? at(stream, first, hidden) : norm2.address();
        to.addProduct(tasks, w.down(), dOut, act.address(), rows);
        long dAttended = (normsBefore ? middle : norm1).address();
        to.addProduct(tasks, w.out(), dAttended, kept.context(layer, first), rows);
        forward.workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
    }

    private void attention(int layer, List<Span> tree, int keyValueHead, Attention attention) {
        Attention.Layer at = new Attention.Layer(kept, layer);
        long rowZero = inWindow(context, 0, queries);
        for (Span span : tree) {
            attention.backward(at, span, keyValueHead, rowZero, qkv.address());
        }
    }

    /** From the gradients of queries, keys and values to that in front of the layer. */
    private void projections(int layer, Forest forest, boolean whole, WeightGradients to) {
        LayerWeights w = parameters.map.layers().get(layer);
        NormGradient norm = normGradient(w.norm1(), hidden);
        NormGradient queryKeyNorm = normGradient(w.queryKeyNorm(), config.queryNormSize() + config.keyNormSize());
        forward.forChunks(window, (chunk, from, count, s) -> {
            queriesAndKeys(layer, forest, from, count, queryKeyNorm.part(chunk), s);
            long dInput = at(stream, from, hidden);
            if (whole) {
                FloatMemory.copy(inWindow(middle, from, hidden), dInput, (long) count * hidden);
            }
            long dQkv = at(qkv, from, qkvWidth);
            if (normsBefore) {
                long dNormalised = s.narrow.ensure((long) count * hidden);
                forward.gemm.backwardInput(dQkv, qkvWidth, count, w.qkv(), false, dNormalised, hidden);
                normInFront(
                        kept.input(layer, from),
                        w.norm1(),
                        dNormalised,
                        count,
                        dInput,
                        inWindow(norm1, from, hidden),
                        norm.part(chunk),
                        s);
            } else {
                forward.gemm.backwardInput(dQkv, qkvWidth, count, w.qkv(), true, dInput, hidden);
            }
        });
        if (normsBefore) {
            norm.addTo(to);
        }
        if (w.queryKeyNorm() >= 0) {
            queryKeyNorm.addTo(to);
        }
    }

    /** Turns the gradients of queries and keys back to what the projections returned. */
    private void queriesAndKeys(int layer, Forest forest, int from, int count, float[] normGradient, Scratch s) {
        LayerWeights w = parameters.map.layers().get(layer);
        int turned = queries + config.keyValueSize();
        boolean normed = w.queryKeyNorm() >= 0;
        if (normed) {
            s.queryKeyNorm.load(parameters.weight(w.queryKeyNorm()));
        }
        for (int r = from; r < from + count; r++) {
            FloatMemory.load(at(qkv, r, qkvWidth), s.qkv, turned);
            forward.rope.rotateBack(s.qkv, forest.position(r));
            if (normed) {
                FloatMemory.load(kept.queryKey(layer, r), s.rawQueryKey, turned);
                s.queryKeyNorm.backward(s.rawQueryKey, s.qkv, normGradient);
            }
            FloatMemory.store(s.qkv, at(qkv, r, qkvWidth), turned);
        }
    }

    private void projectionWeights(int layer, WeightGradients to) {
        LayerWeights w = parameters.map.layers().get(layer);
        int rows = window.count();
        long dQkv = at(qkv, window.first(), qkvWidth);
        List<Workers.Task> tasks = new ArrayList<>();
        long read = normsBefore ? norm1.address() : kept.input(layer, window.first());
        to.addProduct(tasks, w.qkv(), dQkv, read, rows);
        if (w.qkvBias() >= 0) {
            tasks.add((i, worker) -> to.add(w.qkvBias(), columnSums(dQkv, qkvWidth, rows)));
        }
        forward.workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
    }

    private static float[] columnSums(long matrix, int width, int rows) {
        float[] sums = new float[width];
        float[] row = new float[width];
        for (int r = 0; r < rows; r++) {
            FloatMemory.load(matrix + (long) r * width * Float.BYTES, row, width);
            for (int j = 0; j < width; j++) {
                sums[j] += row[j];
            }
        }
        return sums;
    }

    private void embedding(Forest forest) {
        float[] row = new float[hidden];
        float[] sum = new float[hidden];
        for (int r = 0; r < forest.rows(); r++) {
            long to = parameters.gradient(parameters.map.embedding().offset() + (long) forest.token(r) * hidden);
            FloatMemory.load(at(stream, r, hidden), row, hidden);
            FloatMemory.load(to, sum, hidden);
            for (int j = 0; j < hidden; j++) {
                sum[j] += row[j];
            }
            FloatMemory.store(sum, to, hidden);
        }
    }

    /** Numbers that {@link #prepare} makes room for. */
    static long floats(ModelConfig c, long rows, long window) {
        long qkv = c.querySize() + 2L * c.keyValueSize();
        long inWindow = 3L * c.hiddenSize() + c.querySize() + 3L * c.intermediateSize();
        return rows * (c.hiddenSize() + qkv) + window * inWindow;
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(stream, middle, context, qkv, norm1, norm2, act, gateUp);
    }

    @Override
    public void close() {
        stream.close();
        middle.close();
        context.close();
        qkv.close();
        norm1.close();
        norm2.close();
        act.close();
        gateUp.close();
    }
}
