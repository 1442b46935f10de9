package dev.belay.model.torch;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.torch.Forest.Segment;

/**
 * Causal grouped-query attention of one segment: its rows see the whole prefix and their own past. One instance a thread.
 * Scores are kept for {@value #QUERY_BLOCK} query rows at a time; the backward pass computes them again from the saved
 * log-sums (Dao et al., "FlashAttention", arXiv 2205.14135, section 3.1).
 */
final class Attention implements AutoCloseable {
    private static final int QUERY_BLOCK = 128;

    private final int headSize;
    private final int heads;
    private final int groupSize;
    private final int keyValueHeads;
    private final int width;
    private final float scale;
    private final FloatMemory scores = new FloatMemory();
    private final FloatMemory gradients = new FloatMemory();
    private float[] block = new float[0];
    private float[] blockGradient = new float[0];
    private final float[] dContext;
    private final float[] context;

    Attention(ModelConfig c) {
        headSize = c.headSize();
        heads = c.heads();
        keyValueHeads = c.keyValueHeads();
        groupSize = heads / keyValueHeads;
        width = c.querySize() + 2 * c.keyValueSize();
        scale = (float) (1 / Math.sqrt(headSize));
        dContext = new float[headSize];
        context = new float[headSize];
    }

    /** The tensors of one layer that attention reads and writes; rows are those of the forest. */
    record Layer(Activations kept, int index) {
        long qkv(int row) {
            return kept.qkv(index, row);
        }

        long context(int row) {
            return kept.context(index, row);
        }

        long logSum(int row, int head) {
            return kept.logSum(index, row) + (long) head * Float.BYTES;
        }
    }

    /** Queries {@code first} … {@code first + rows - 1} of a segment for one head, with the keys they can see. */
    private record Block(Segment segment, int head, int first, int rows) {
        int prefix() {
            return segment.prefixLength();
        }

        /** Own keys that at least the last query sees. */
        int own() {
            return first + rows;
        }

        int columns() {
            return prefix() + own();
        }

        int row() {
            return segment.start() + first;
        }

        /** Keys that query {@code i} of the block sees. */
        int visible(int i) {
            return prefix() + first + i + 1;
        }
    }

    private long query(int head) {
        return (long) head * headSize * Float.BYTES;
    }

    private long key(int head) {
        return (long) (heads + head / groupSize) * headSize * Float.BYTES;
    }

    private long value(int head) {
        return (long) (heads + keyValueHeads + head / groupSize) * headSize * Float.BYTES;
    }

    /** Fills context rows and log-sums of a segment. */
    void forward(Layer layer, Segment segment) {
        for (int head = 0; head < heads; head++) {
            for (int first = 0; first < segment.length(); first += QUERY_BLOCK) {
                int rows = Math.min(QUERY_BLOCK, segment.length() - first);
                forward(layer, new Block(segment, head, first, rows));
            }
        }
    }

    private void forward(Layer layer, Block b) {
        long s = scores(layer, b);
        int n = b.rows * b.columns();
        FloatMemory.load(s, block, n);
        for (int i = 0; i < b.rows; i++) {
            float logSum = softmax(i * b.columns(), b.visible(i), (i + 1) * b.columns());
            FloatMemory.set(layer.logSum(b.row() + i, b.head), logSum);
        }
        FloatMemory.store(block, s, n);
        long to = layer.context(b.row()) + query(b.head);
        int ld = heads * headSize;
        int cols = b.columns();
        long values = value(b.head);
        Segment seg = b.segment;
        float beta = 0;
        if (b.prefix() > 0) {
            long prefix = layer.qkv(seg.prefixStart()) + values;
            Blas.multiply(b.rows, headSize, b.prefix(), 1, s, cols, prefix, width, 0, to, ld);
            beta = 1;
        }
        long own = layer.qkv(seg.start()) + values;
        Blas.multiply(b.rows, headSize, b.own(), 1, s + b.prefix() * 4L, cols, own, width, beta, to, ld);
    }

    /** Scaled products of a block's queries with the keys in front of it and its own; (rows, columns). */
    private long scores(Layer layer, Block b) {
        int n = b.rows * b.columns();
        long s = scores.ensure(n);
        if (block.length < n) {
            block = new float[n];
        }
        long q = layer.qkv(b.row()) + query(b.head);
        products(layer, b, q, key(b.head), width, scale, s);
        return s;
    }

    /** alpha·A·Kᵀ of the rows at {@code a} with keys or values (by byte offset) of prefix and own part. */
    private void products(Layer layer, Block b, long a, long part, int lda, float alpha, long to) {
        int cols = b.columns();
        Segment seg = b.segment;
        if (b.prefix() > 0) {
            long prefix = layer.qkv(seg.prefixStart()) + part;
            Blas.multiplyTransposed(b.rows, b.prefix(), headSize, alpha, a, lda, prefix, width, 0, to, cols);
        }
        long own = layer.qkv(seg.start()) + part;
        long at = to + (long) b.prefix() * Float.BYTES;
        Blas.multiplyTransposed(b.rows, b.own(), headSize, alpha, a, lda, own, width, 0, at, cols);
    }

    /** Softmax in place over the first {@code visible} scores from {@code at}, zeros up to {@code end}. */
    private float softmax(int at, int visible, int end) {
        float[] s = block;
        float max = Float.NEGATIVE_INFINITY;
        for (int j = at; j < at + visible; j++) {
            max = Math.max(max, s[j]);
        }
        for (int j = at; j < at + visible; j++) {
            s[j] = Exp.exp(s[j] - max);
        }
        double sum = Exp.sum(s, at, visible);
        float inverse = (float) (1 / sum);
        for (int j = at; j < at + visible; j++) {
            s[j] *= inverse;
        }
        java.util.Arrays.fill(s, at + visible, end, 0);
        return (float) (max + Math.log(sum));
    }

    /**
     * The gradient of {@link #forward} for the heads that share one key-value head: adds to the gradients of queries,
     * keys and values of the segment and of its prefix.
     *
     * @param dContextAt gradient of the context rows of the forest
     * @param dQkvAt gradient of the qkv rows of the forest
     */
    void backward(Layer layer, Segment segment, int keyValueHead, long dContextAt, long dQkvAt) {
        for (int g = 0; g < groupSize; g++) {
            int head = keyValueHead * groupSize + g;
            for (int first = 0; first < segment.length(); first += QUERY_BLOCK) {
                int rows = Math.min(QUERY_BLOCK, segment.length() - first);
                backward(layer, new Block(segment, head, first, rows), dContextAt, dQkvAt);
            }
        }
    }

    private void backward(Layer layer, Block b, long dContextAt, long dQkvAt) {
        long p = scores(layer, b);
        int cols = b.columns();
        int n = b.rows * cols;
        long ds = gradients.ensure(n);
        if (blockGradient.length < n) {
            blockGradient = new float[n];
        }
        int ld = heads * headSize;
        long dc = dContextAt + (long) b.row() * ld * Float.BYTES + query(b.head);
        products(layer, b, dc, value(b.head), ld, 1, ds);
        FloatMemory.load(p, block, n);
        FloatMemory.load(ds, blockGradient, n);
        for (int i = 0; i < b.rows; i++) {
            float logSum = FloatMemory.get(layer.logSum(b.row() + i, b.head));
            FloatMemory.load(dc + (long) i * ld * Float.BYTES, dContext, headSize);
            FloatMemory.load(layer.context(b.row() + i) + query(b.head), context, headSize);
            softmaxBackward(i * cols, b.visible(i), (i + 1) * cols, logSum, RowKernels.dot(dContext, context));
        }
        FloatMemory.store(block, p, n);
        FloatMemory.store(blockGradient, ds, n);
        spread(layer, b, new BlockGradient(p, ds, dc, dQkvAt));
    }

    /** Turns scores into probabilities p and their gradients dp into score gradients p·(dp − dp·p)·scale. */
    private void softmaxBackward(int at, int visible, int end, float logSum, float weighted) {
        float[] s = block;
        float[] d = blockGradient;
        for (int j = at; j < at + visible; j++) {
            float p = Exp.exp(s[j] - logSum);
            s[j] = p;
            d[j] = p * (d[j] - weighted) * scale;
        }
        java.util.Arrays.fill(s, at + visible, end, 0);
        java.util.Arrays.fill(d, at + visible, end, 0);
    }

    /** Addresses of a block's probabilities, score gradients, context gradient, and of the forest's qkv gradient. */
    private record BlockGradient(long p, long ds, long dContext, long dQkv) {}

    private void spread(Layer layer, Block b, BlockGradient g) {
        Segment seg = b.segment;
        long row = (long) width * Float.BYTES;
        long own = (long) b.prefix() * Float.BYTES;
        if (b.prefix() > 0) {
            spread(layer, b, g, g.p, g.ds, seg.prefixStart(), b.prefix(), row);
        }
        spread(layer, b, g, g.p + own, g.ds + own, seg.start(), b.own(), row);
    }

    private void spread(Layer layer, Block b, BlockGradient g, long p, long ds, int keyRow, int keys, long row) {
        int cols = b.columns();
        int ld = heads * headSize;
        long q = layer.qkv(b.row()) + query(b.head);
        long k = layer.qkv(keyRow) + key(b.head);
        long dq = g.dQkv + b.row() * row + query(b.head);
        long dk = g.dQkv + keyRow * row + key(b.head);
        long dv = g.dQkv + keyRow * row + value(b.head);
        Blas.multiply(b.rows, headSize, keys, 1, ds, cols, k, width, 1, dq, width);
        Blas.transposedMultiply(keys, headSize, b.rows, 1, ds, cols, q, width, 1, dk, width);
        Blas.transposedMultiply(keys, headSize, b.rows, 1, p, cols, g.dContext, ld, 1, dv, width);
    }

    @Override
    public void close() {
        scores.close();
        gradients.close();
    }
}
