package dev.belay.model.cpu;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;

/**
 * One token step for some rows. A lane of a small model belongs to one thread, which waits for no other within a
 * completion; for a large one, whose weights would have to be read once a lane, there is one lane and its products are
 * spread over the threads by columns.
 */
final class DecodeLane implements AutoCloseable {
    private final Transformer model;
    private final ModelConfig config;
    private final Workers team;
    private final int hidden;
    private final int inner;
    private final int queries;
    private final int qkvWidth;
    private final FloatMemory stream;
    private final FloatMemory normal;
    private final FloatMemory branch;
    private final boolean normsBefore;
    private final FloatMemory qkv;
    private final FloatMemory context;
    private final FloatMemory gateUp;
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
        stream = new FloatMemory((long) rows * hidden);
        normal = new FloatMemory((long) rows * hidden);
        normsBefore = config.family().norms() == NormPlacement.BEFORE;
        branch = new FloatMemory(normsBefore ? 0 : (long) rows * hidden);
        qkv = new FloatMemory((long) rows * qkvWidth);
        context = new FloatMemory((long) rows * queries);
        gateUp = new FloatMemory((long) rows * 2 * inner);
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

    /**
     * Runs the newest token of each row through all layers, stores its keys and values, and hands out the logits of the
     * next token.
     */
    void step(Row[] rows, int count, LogitTask task) {
        forRows(count, (r, s) -> {
            rows[r].own().reserve(rows[r].own().length() + 1);
            long at = model.parameters.map.embedding().offset() + (long) rows[r].token() * hidden;
            FloatMemory.copy(model.parameters.weight(at), row(stream, r, hidden), hidden);
            if (normsBefore) {
                normalise(model.parameters.map.layers().getFirst().norm1(), r, s);
            }
        });
        for (int layer = 0; layer < config.layers(); layer++) {
            layer(layer, rows, count);
        }
        multiply(normal, hidden, count, model.parameters.map.head(), false, logits, config.vocabSize());
        team.run(count, (r, thread) -> {
            rows[r].own().setLength(rows[r].own().length() + 1);
            task.run(r, row(logits, r, config.vocabSize()), thread);
        });
    }

    private void layer(int layer, Row[] rows, int count) {
        LayerWeights w = model.parameters.map.layers().get(layer);
        FloatMemory input = normsBefore ? normal : stream;
        multiply(input, hidden, count, w.qkv(), false, qkv, qkvWidth);
        forRows(count, (r, s) -> attend(layer, w, rows[r], r, s));
        addBranch(context, queries, count, w.out(), w.norm1(), normsBefore ? w.norm2() : -1);
        multiply(input, hidden, count, w.gateUp(), false, gateUp, 2 * inner);
        forRows(count, (r, s) -> s.rows.swiglu(row(gateUp, r, 2 * inner), 1, row(act, r, inner)));
        addBranch(act, inner, count, w.down(), w.norm2(), normBehind(layer));
    }

    /** The norm that reads the stream behind a layer, or -1. */
    private long normBehind(int layer) {
        if (layer + 1 == config.layers()) {
            return model.parameters.map.finalNorm();
        }
        return normsBefore ? model.parameters.map.layers().get(layer + 1).norm1() : -1;
    }

    /**
     * Adds x · Wᵀ to the stream, then normalises the stream.
     *
     * @param ownNorm offset of the product's norm, where norms stand behind
     * @param nextNorm offset of the norm that reads the stream next, or -1
     */
    private void addBranch(FloatMemory x, int ldx, int count, Gemm.Matrix w, long ownNorm, long nextNorm) {
        multiply(x, ldx, count, w, normsBefore, normsBefore ? stream : branch, hidden);
        forRows(count, (r, s) -> {
            if (!normsBefore) {
                long to = row(stream, r, hidden);
                s.rows.addRmsNorm(row(branch, r, hidden), model.parameters.weight(ownNorm), 1, to, to);
            }
            if (nextNorm >= 0) {
                normalise(nextNorm, r, s);
            }
        });
    }

    @FunctionalInterface
    private interface RowTask {
        void run(int row, DecodeScratch scratch);
    }

    /** One task a thread: rows are cheap, hand-overs are not. */
    private void forRows(int count, RowTask task) {
        int threads = team.threads();
        team.run(threads, (i, thread) -> {
            for (int r = i * count / threads; r < (i + 1) * count / threads; r++) {
                task.run(r, scratch[thread]);
            }
        });
    }

    private void multiply(FloatMemory x, int ldx, int count, Gemm.Matrix w, boolean add, FloatMemory y, int ldy) {
        int tiles = model.gemm.tiles(w);
        int tasks = team.threads() == 1 ? 1 : Math.min(tiles, 4 * team.threads());
        team.run(tasks, (i, thread) -> {
            for (int t = i * tiles / tasks; t < (i + 1) * tiles / tasks; t++) {
                model.gemm.forwardTile(t, x.address(), ldx, count, w, add, y.address(), ldy);
            }
        });
    }

    private void normalise(long weight, int r, DecodeScratch s) {
        s.rows.rmsNorm(row(stream, r, hidden), model.parameters.weight(weight), 1, row(normal, r, hidden));
    }

    private void attend(int layer, LayerWeights w, Row row, int r, DecodeScratch s) {
        long at = row(qkv, r, qkvWidth);
        FloatMemory.load(at, s.qkv, qkvWidth);
        if (w.qkvBias() >= 0) {
            FloatMemory.load(model.parameters.weight(w.qkvBias()), s.bias, qkvWidth);
            for (int j = 0; j < qkvWidth; j++) {
                s.qkv[j] += s.bias[j];
            }
        }
        if (w.queryKeyNorm() >= 0) {
            s.queryKeyNorm.load(model.parameters.weight(w.queryKeyNorm()));
            s.queryKeyNorm.apply(s.qkv);
        }
        int position = row.own().length();
        model.rope.rotate(s.qkv, row.prompt().length() + position);
        FloatMemory.store(s.qkv, at, queries);
        row.own().put(layer, position, s.qkv, queries, queries + config.keyValueSize());
        s.attention.attend(layer, row.prompt(), row.own(), position + 1, at, row(context, r, queries));
    }

    private static long row(FloatMemory memory, int r, int width) {
        return memory.address() + (long) r * width * Float.BYTES;
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(stream, normal, branch, qkv, context, gateUp, act, logits);
    }

    @Override
    public void close() {
        stream.close();
        normal.close();
        branch.close();
        qkv.close();
        context.close();
        gateUp.close();
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
