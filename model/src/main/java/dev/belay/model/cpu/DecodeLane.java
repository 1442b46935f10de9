package dev.belay.model.cpu;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.Activations.Keep;
import dev.belay.model.cpu.RolloutActivations.Place;
import dev.belay.model.weights.LayerWeights;
import dev.belay.model.weights.Matrix;
import java.util.Arrays;

/**
 * One token step for some rows. A lane of a small model belongs to one thread, which waits for no other within a
 * completion; for a large one, whose weights would have to be read once a lane, there is one lane and its products are
 * spread over the threads by columns.
 */
final class DecodeLane implements AutoCloseable {
    /** Threads that share a product wait for the last of them, so tasks are small: a tile each, until that would be thousands. */
    private static final int TASKS_A_THREAD = 32;

    private final Transformer model;
    private final ModelConfig config;
    private final Workers team;
    private final int hidden;
    private final int inner;
    private final int queries;
    private final int qkvWidth;
    private final Activations spare;
    private final FloatMemory normal;
    private final boolean normsBefore;
    private final FloatMemory act;
    private final FloatMemory logits;
    private final DecodeScratch[] scratch;
    private final int capacity;

    /**
     * @param team who shares the work of a step
     * @param rows most rows a step will have
     */
    DecodeLane(Transformer model, Workers team, int rows) {
        this.model = model;
        this.config = model.config;
        this.team = team;
        capacity = rows;
        hidden = config.hiddenSize();
        inner = config.intermediateSize();
        queries = config.querySize();
        qkvWidth = queries + 2 * config.keyValueSize();
        spare = new Activations(config);
        spare.prepare(rows, Keep.NOTHING, rows);
        normal = new FloatMemory((long) rows * hidden);
        normsBefore = config.family().norms() == NormPlacement.BEFORE;
        act = new FloatMemory((long) rows * inner);
        logits = new FloatMemory((long) rows * config.vocabSize());
        scratch = new DecodeScratch[team.threads()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new DecodeScratch(config);
        }
    }

    /** Most rows of a step. */
    int capacity() {
        return capacity;
    }

    int threads() {
        return team.threads();
    }

    /** A sequence being decoded: its shared prompt, what it has produced, and its newest token, not yet in the cache. */
    interface Row {
        KeyValueCache prompt();

        KeyValueCache own();

        int token();
    }

    /** What is done with a row's logits. */
    @FunctionalInterface
    interface LogitTask {
        /** @param thread index of the thread in the lane's team */
        void run(int row, long logits, int thread);
    }

    /** Rows for steps of which nothing is kept. */
    Place spare() {
        return new Place(spare, 0, 0);
    }

    /**
     * Runs the newest token of each row through all layers, stores its keys and values, and hands out the logits of the
     * next token.
     *
     * @param at where the activations of the rows go
     */
    void step(Row[] rows, int count, Place at, LogitTask task) {
        forRows(count, (r, s) -> {
            rows[r].own().reserve(rows[r].own().length() + 1);
            long embedding = model.parameters.map.embedding().offset() + (long) rows[r].token() * hidden;
            long input = at.page().input(0, at.first() + r);
            FloatMemory.copy(model.parameters.weight(embedding), input, hidden);
            if (normsBefore) {
                normalise(input, model.parameters.map.layers().getFirst().norm1(), r, s);
            }
        });
        for (int layer = 0; layer < config.layers(); layer++) {
            attention(layer, rows, count, at);
            feedForward(layer, count, at);
        }
        multiply(
                normal.address(),
                hidden,
                count,
                model.parameters.map.head(),
                false,
                logits.address(),
                config.vocabSize());
        team.run(count, (r, thread) -> {
            rows[r].own().setLength(rows[r].own().length() + 1);
            task.run(r, row(logits, r, config.vocabSize()), thread);
        });
    }

    /** From what the layer reads to the stream between attention and feed-forward. */
    private void attention(int layer, Row[] rows, int count, Place at) {
        LayerWeights w = model.parameters.map.layers().get(layer);
        Activations page = at.page();
        int first = at.first();
        multiply(
                branchInput(page.input(layer, first)), hidden, count, w.qkv(), false, page.qkv(layer, first), qkvWidth);
        forRanges(count, (from, to, s) -> {
            for (int r = from; r < to; r++) {
                store(layer, w, rows[r], page, first + r, s);
                if (normsBefore) {
                    FloatMemory.copy(page.input(layer, first + r), page.middle(layer, first + r), hidden);
                }
            }
            for (int r = from; r < to; ) {
                int end = endOfGroup(rows, r, to);
                s.attention.attend(layer, new DecodeAttention.Group(rows, r, end, page, first));
                r = end;
            }
        });
        long to = normsBefore ? page.middle(layer, first) : page.attentionOut(layer, first);
        multiply(page.context(layer, first), queries, count, w.out(), normsBefore, to, hidden);
        forRows(count, (r, s) -> {
            int row = first + r;
            if (normsBefore) {
                normalise(page.middle(layer, row), w.norm2(), r, s);
            } else {
                long norm = model.parameters.weight(w.norm1());
                long before = page.input(layer, row);
                s.rows.addRmsNorm(page.attentionOut(layer, row), norm, 1, before, page.middle(layer, row));
            }
        });
    }

    /** To what the next layer reads. */
    private void feedForward(int layer, int count, Place at) {
        LayerWeights w = model.parameters.map.layers().get(layer);
        Activations page = at.page();
        int first = at.first();
        long read = branchInput(page.middle(layer, first));
        multiply(read, hidden, count, w.gateUp(), false, page.gateUp(layer, first), 2 * inner);
        forRows(count, (r, s) -> {
            s.rows.swiglu(page.gateUp(layer, first + r), 1, row(act, r, inner));
            if (normsBefore) {
                FloatMemory.copy(page.middle(layer, first + r), page.input(layer + 1, first + r), hidden);
            }
        });
        long to = normsBefore ? page.input(layer + 1, first) : page.feedForwardOut(layer, first);
        multiply(act.address(), inner, count, w.down(), normsBefore, to, hidden);
        long next = normBehind(layer);
        forRows(count, (r, s) -> {
            long behind = page.input(layer + 1, first + r);
            if (!normsBefore) {
                long norm = model.parameters.weight(w.norm2());
                s.rows.addRmsNorm(
                        page.feedForwardOut(layer, first + r), norm, 1, page.middle(layer, first + r), behind);
            }
            if (next >= 0) {
                normalise(behind, next, r, s);
            }
        });
    }

    /** What attention or feed-forward read: the stream, or what {@link #normalise} made of it. */
    private long branchInput(long stream) {
        return normsBefore ? normal.address() : stream;
    }

    /** The norm that reads the stream behind a layer, or -1. */
    private long normBehind(int layer) {
        if (layer + 1 == config.layers()) {
            return model.parameters.map.finalNorm();
        }
        return normsBefore ? model.parameters.map.layers().get(layer + 1).norm1() : -1;
    }

    @FunctionalInterface
    private interface RowTask {
        void run(int row, DecodeScratch scratch);
    }

    private void forRows(int count, RowTask task) {
        forRanges(count, (from, to, s) -> {
            for (int r = from; r < to; r++) {
                task.run(r, s);
            }
        });
    }

    @FunctionalInterface
    private interface RangeTask {
        /** @param to behind the last row */
        void run(int from, int to, DecodeScratch scratch);
    }

    /** One task a thread: rows are cheap, hand-overs are not. */
    private void forRanges(int count, RangeTask task) {
        int threads = team.threads();
        team.run(threads, (i, thread) -> task.run(i * count / threads, (i + 1) * count / threads, scratch[thread]));
    }

    /** The rows from {@code from} on that share a prompt, which stand together, end in front of this one. */
    private static int endOfGroup(Row[] rows, int from, int limit) {
        int end = from + 1;
        while (end < limit && rows[end].prompt() == rows[from].prompt()) {
            end++;
        }
        return end;
    }

    private void multiply(long x, int ldx, int count, Matrix w, boolean add, long y, int ldy) {
        int tiles = model.gemm.tiles(w);
        int tasks = team.threads() == 1 ? 1 : Math.min(tiles, TASKS_A_THREAD * team.threads());
        team.run(tasks, (i, thread) -> {
            for (int t = i * tiles / tasks; t < (i + 1) * tiles / tasks; t++) {
                model.gemm.forwardTile(t, x, ldx, count, w, add, y, ldy);
            }
        });
    }

    /** Normalises a row of the stream. */
    private void normalise(long stream, long weight, int r, DecodeScratch s) {
        s.rows.rmsNorm(stream, model.parameters.weight(weight), 1, row(normal, r, hidden));
    }

    /** Finishes the newest query, key and value of a row and stores key and value. */
    private void store(int layer, LayerWeights w, Row row, Activations page, int r, DecodeScratch s) {
        long at = page.qkv(layer, r);
        FloatMemory.load(at, s.qkv, qkvWidth);
        if (w.qkvBias() >= 0) {
            FloatMemory.load(model.parameters.weight(w.qkvBias()), s.bias, qkvWidth);
            for (int j = 0; j < qkvWidth; j++) {
                s.qkv[j] += s.bias[j];
            }
        }
        if (w.queryKeyNorm() >= 0) {
            FloatMemory.store(s.qkv, page.queryKey(layer, r), queries + config.keyValueSize());
            s.queryKeyNorm.load(model.parameters.weight(w.queryKeyNorm()));
            s.queryKeyNorm.apply(s.qkv);
        }
        int position = row.own().length();
        model.rope.rotate(s.qkv, row.prompt().length() + position);
        FloatMemory.store(s.qkv, at, qkvWidth);
        row.own().put(layer, position, s.qkv, queries, queries + config.keyValueSize());
    }

    private static long row(FloatMemory memory, int r, int width) {
        return memory.address() + (long) r * width * Float.BYTES;
    }

    /** Native memory held. */
    long bytes() {
        long attention =
                Arrays.stream(scratch).mapToLong(s -> s.attention.bytes()).sum();
        return spare.bytes() + FloatMemory.sum(normal, act, logits) + attention;
    }

    @Override
    public void close() {
        spare.close();
        normal.close();
        act.close();
        logits.close();
        for (DecodeScratch s : scratch) {
            s.attention.close();
        }
    }

    /** What one thread of the team needs to itself. */
    private static final class DecodeScratch {
        final RowKernels rows;
        final DecodeAttention attention;
        final QueryKeyNorm queryKeyNorm;
        final float[] qkv;
        final float[] bias;

        DecodeScratch(ModelConfig c) {
            rows = new RowKernels(c);
            attention = new DecodeAttention(c);
            queryKeyNorm = new QueryKeyNorm(c);
            qkv = new float[c.querySize() + 2 * c.keyValueSize()];
            bias = new float[qkv.length];
        }
    }
}
