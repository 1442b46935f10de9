package dev.belay.model.torch;

import dev.belay.model.checkpoint.ModelConfig;

/**
 * One token step for the rows of one thread: everything stays in that thread's arrays, and threads never wait for each
 * other within a completion.
 */
final class DecodeLane {
    private final ModelConfig config;
    private final PackedWeights weights;
    private final Rope rope;
    private final int queries;
    private final int keyValues;
    private final int headSize;
    private final int groupSize;
    private final float scale;
    private final float[][] stream;
    private final float[][] normal;
    private final float[][] qkv;
    private final float[][] context;
    private final float[][] gate;
    private final float[][] up;
    private final float[][] accumulators;
    private final float[][] headQuery;
    private final float[][] headContext;
    private float[][] prefixScores = new float[0][0];
    private float[][] ownScores = new float[0][0];

    /** @param rows most rows a step will have */
    DecodeLane(ModelConfig config, PackedWeights weights, Rope rope, int rows) {
        this.config = config;
        this.weights = weights;
        this.rope = rope;
        queries = config.querySize();
        keyValues = config.keyValueSize();
        headSize = config.headSize();
        groupSize = config.heads() / config.keyValueHeads();
        scale = (float) (1 / Math.sqrt(headSize));
        stream = new float[rows][config.hiddenSize()];
        normal = new float[rows][config.hiddenSize()];
        qkv = new float[rows][queries + 2 * keyValues];
        context = new float[rows][queries];
        gate = new float[rows][config.intermediateSize()];
        up = new float[rows][config.intermediateSize()];
        accumulators = new float[rows][PackedMatrix.tileWidth()];
        headQuery = new float[groupSize][headSize];
        headContext = new float[groupSize][headSize];
    }

    /** A sequence being decoded: its shared prompt, what it has produced, and its newest token, not yet in the cache. */
    interface Row {
        KeyValueCache prompt();

        KeyValueCache own();

        int token();
    }

    /**
     * Runs the newest token of each row through all layers, stores its keys and values, and adds the logits of the next
     * token to zeroed rows.
     *
     * @param logits {@code [count][V]} zeroed
     */
    void step(Row[] rows, int count, Parameters parameters, float[][] logits) {
        int hidden = config.hiddenSize();
        for (int r = 0; r < count; r++) {
            rows[r].own().reserve(rows[r].own().length() + 1);
            long at = parameters.map.embedding().offset() + (long) rows[r].token() * hidden;
            FloatMemory.load(parameters.weight(at), stream[r], hidden);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            PackedWeights.Layer w = weights.layers().get(layer);
            attention(layer, w, rows, count);
            feedForward(w, count);
        }
        for (int r = 0; r < count; r++) {
            rows[r].own().setLength(rows[r].own().length() + 1);
        }
        normalise(weights.finalNorm(), count);
        weights.head().multiplyAdd(logits, normal, count, accumulators);
    }

    private void normalise(float[] weight, int count) {
        for (int r = 0; r < count; r++) {
            double meanSquare = RowKernels.dot(stream[r], stream[r]) / stream[r].length;
            float inverse = (float) (1 / Math.sqrt(meanSquare + config.rmsNormEpsilon()));
            RowKernels.normalise(stream[r], weight, inverse, normal[r]);
        }
    }

    private void attention(int layer, PackedWeights.Layer w, Row[] rows, int count) {
        normalise(w.norm1(), count);
        for (int r = 0; r < count; r++) {
            if (w.qkvBias().length > 0) {
                System.arraycopy(w.qkvBias(), 0, qkv[r], 0, qkv[r].length);
            } else {
                java.util.Arrays.fill(qkv[r], 0);
            }
        }
        w.qkv().multiplyAdd(qkv, normal, count, accumulators);
        for (int r = 0; r < count; r++) {
            Row row = rows[r];
            int position = row.own().length();
            rope.rotate(qkv[r], row.prompt().length() + position);
            row.own().put(layer, position, qkv[r], queries, queries + keyValues);
            for (int head = 0; head < config.keyValueHeads(); head++) {
                attend(layer, head, row, qkv[r], context[r]);
            }
        }
        w.out().multiplyAdd(stream, context, count, accumulators);
    }

    /** The query heads that share one key-value head, over the shared prompt and the row's own tokens. */
    private void attend(int layer, int head, Row row, float[] from, float[] to) {
        int prefix = row.prompt().length();
        int own = row.own().length() + 1;
        int ownCapacity = row.own().capacity();
        room(row.prompt().capacity(), ownCapacity);
        int first = head * groupSize * headSize;
        for (int g = 0; g < groupSize; g++) {
            for (int d = 0; d < headSize; d++) {
                headQuery[g][d] = from[first + g * headSize + d] * scale;
            }
            java.util.Arrays.fill(prefixScores[g], 0, prefix, 0);
            java.util.Arrays.fill(ownScores[g], 0, own, 0);
            java.util.Arrays.fill(headContext[g], 0);
        }
        Panel.multiplyAdd(
                prefixScores, headQuery, 0, 0, groupSize, row.prompt().keys(layer, head), 0, headSize, prefix);
        Panel.multiplyAdd(ownScores, headQuery, 0, 0, groupSize, row.own().keys(layer, head), 0, headSize, own);
        for (int g = 0; g < groupSize; g++) {
            softmax(prefixScores[g], prefix, ownScores[g], own);
        }
        Panel.multiplyAdd(
                headContext, prefixScores, 0, 0, groupSize, row.prompt().values(layer, head), 0, prefix, headSize);
        Panel.multiplyAdd(headContext, ownScores, 0, 0, groupSize, row.own().values(layer, head), 0, own, headSize);
        for (int g = 0; g < groupSize; g++) {
            System.arraycopy(headContext[g], 0, to, first + g * headSize, headSize);
        }
    }

    private void room(int prefix, int own) {
        if (prefixScores.length == 0 || prefixScores[0].length < prefix) {
            prefixScores = new float[groupSize][prefix];
        }
        if (ownScores.length == 0 || ownScores[0].length < own) {
            ownScores = new float[groupSize][own];
        }
    }

    private static void softmax(float[] a, int lengthA, float[] b, int lengthB) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < lengthA; j++) {
            max = Math.max(max, a[j]);
        }
        for (int j = 0; j < lengthB; j++) {
            max = Math.max(max, b[j]);
        }
        for (int j = 0; j < lengthA; j++) {
            a[j] = Exp.exp(a[j] - max);
        }
        for (int j = 0; j < lengthB; j++) {
            b[j] = Exp.exp(b[j] - max);
        }
        float inverse = (float) (1 / (Exp.sum(a, 0, lengthA) + Exp.sum(b, 0, lengthB)));
        for (int j = 0; j < lengthA; j++) {
            a[j] *= inverse;
        }
        for (int j = 0; j < lengthB; j++) {
            b[j] *= inverse;
        }
    }

    private void feedForward(PackedWeights.Layer w, int count) {
        normalise(w.norm2(), count);
        for (int r = 0; r < count; r++) {
            java.util.Arrays.fill(gate[r], 0);
            java.util.Arrays.fill(up[r], 0);
        }
        w.gate().multiplyAdd(gate, normal, count, accumulators);
        w.up().multiplyAdd(up, normal, count, accumulators);
        for (int r = 0; r < count; r++) {
            RowKernels.swiglu(gate[r], up[r], gate[r]);
        }
        w.down().multiplyAdd(stream, gate, count, accumulators);
    }
}
