package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Forest.Segment;
import dev.belay.model.forest.Forest.Span;
import java.util.Arrays;

/**
 * Causal grouped-query attention of one segment: its rows see the whole prefix and their own past. One instance a thread.
 * Keys and values are gathered from prefix and segment once for the heads that share them; scores exist for {@value
 * #QUERY_BLOCK} query rows at a time, and the backward pass computes them again from the saved log-sums (Dao et al.,
 * "FlashAttention", arXiv 2205.14135, section 3.1).
 */
final class Attention implements AutoCloseable {
    private static final int QUERY_BLOCK = 32;
    private static final int KEY_BLOCK = BlockGemm.WIDTH;

    private final int headSize;
    private final int heads;
    private final int groupSize;
    private final int width;
    private final int contextWidth;
    private final float scale;
    private final KeyValueGather gather;
    private final Exp exp = new Exp();
    private final FloatMemory queries = new FloatMemory();
    private final FloatMemory scores = new FloatMemory();
    private final FloatMemory gradients = new FloatMemory();
    private final FloatMemory queryGradients = new FloatMemory();
    private final float[] query;
    private float[] row = new float[0];
    private float[] rowGradient = new float[0];

    Attention(ModelConfig c) {
        headSize = c.headSize();
        heads = c.heads();
        groupSize = heads / c.keyValueHeads();
        contextWidth = c.querySize();
        width = c.querySize() + 2 * c.keyValueSize();
        scale = (float) (1 / Math.sqrt(headSize));
        gather = new KeyValueGather(c);
        query = new float[headSize];
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
        int row() {
            return segment.start() + first;
        }

        /** Keys that query {@code i} of the block sees. */
        int visible(int i) {
            return segment.prefixLength() + first + i + 1;
        }

        /** Blocks of keys that at least the last query sees. */
        int keyBlocks() {
            return Math.ceilDiv(visible(rows - 1), KEY_BLOCK);
        }

        /** Columns of the score matrix. */
        int columns() {
            return BlockGemm.roundUp(visible(rows - 1));
        }

        /** Columns of a block of keys. */
        int columns(int keyBlock) {
            return BlockGemm.blockColumns(keyBlock, visible(rows - 1));
        }
    }

    @FunctionalInterface
    private interface BlockTask {
        void run(Block block);
    }

    private void forBlocks(Span span, int keyValueHead, BlockTask task) {
        for (int g = 0; g < groupSize; g++) {
            for (int first = span.from(); first < span.to(); first += QUERY_BLOCK) {
                int rows = Math.min(QUERY_BLOCK, span.to() - first);
                Block block = new Block(span.segment(), keyValueHead * groupSize + g, first, rows);
                room(block);
                task.run(block);
            }
        }
    }

    private void room(Block b) {
        scores.ensure((long) b.rows * b.columns());
        queries.ensure((long) QUERY_BLOCK * headSize);
        if (row.length < b.rows * b.columns()) {
            row = new float[b.rows * b.columns()];
            rowGradient = new float[row.length];
        }
    }

    /** Fills context rows and log-sums of a span for all heads. */
    void forward(Layer layer, Span span) {
        for (int head = 0; head < heads / groupSize; head++) {
            gather.forForward(layer, span, head);
            forBlocks(span, head, block -> forward(layer, block));
        }
    }

    private void forward(Layer layer, Block b) {
        int columns = b.columns();
        scores(layer, b);
        softmax(layer, b);
        long to = layer.context(b.row()) + headOffset(b.head);
        for (int k = 0; k < b.keyBlocks(); k++) {
            long p = scores.address() + (long) k * KEY_BLOCK * Float.BYTES;
            int n = b.columns(k);
            BlockGemm.multiply(b.rows, headSize, n, p, columns, gather.values(k), headSize, k > 0, to, contextWidth);
        }
    }

    private long headOffset(int head) {
        return (long) head * headSize * Float.BYTES;
    }

    /** Products of a block's scaled queries with the keys. */
    private void scores(Layer layer, Block b) {
        for (int i = 0; i < b.rows; i++) {
            FloatMemory.load(layer.qkv(b.row() + i) + headOffset(b.head), query, headSize);
            for (int d = 0; d < headSize; d++) {
                query[d] *= scale;
            }
            FloatMemory.store(query, queries.address() + (long) i * headSize * Float.BYTES, headSize);
        }
        for (int k = 0; k < b.keyBlocks(); k++) {
            long to = scores.address() + (long) k * KEY_BLOCK * Float.BYTES;
            long keys = gather.transposedKeys(k);
            BlockGemm.multiply(
                    b.rows,
                    b.columns(k),
                    headSize,
                    queries.address(),
                    headSize,
                    keys,
                    KEY_BLOCK,
                    false,
                    to,
                    b.columns());
        }
    }

    /** Softmax over each row's visible scores, zeros behind; keeps log sum exp. */
    private void softmax(Layer layer, Block b) {
        int columns = b.columns();
        int size = b.rows * columns;
        FloatMemory.load(scores.address(), row, size);
        float[] max = new float[b.rows];
        for (int i = 0; i < b.rows; i++) {
            max[i] = Exp.max(row, i * columns, b.visible(i));
            subtract(row, i * columns, columns, max[i]);
        }
        exp.shifted(row, 1, 0, size);
        for (int i = 0; i < b.rows; i++) {
            int at = i * columns;
            double sum = Exp.sum(row, at, b.visible(i));
            float inverse = (float) (1 / sum);
            for (int j = at; j < at + b.visible(i); j++) {
                row[j] *= inverse;
            }
            Arrays.fill(row, at + b.visible(i), at + columns, 0);
            FloatMemory.set(layer.logSum(b.row() + i, b.head), (float) (max[i] + Math.log(sum)));
        }
        FloatMemory.store(row, scores.address(), size);
    }

    private static void subtract(float[] values, int at, int n, float what) {
        for (int j = at; j < at + n; j++) {
            values[j] -= what;
        }
    }

    /**
     * The gradient of {@link #forward} for the heads that share one key-value head: writes the gradients of the queries,
     * adds to those of keys and values of the segment and of its prefix.
     *
     * @param dContext gradient of the context rows of the forest
     * @param dQkv gradient of the qkv rows of the forest
     */
    void backward(Layer layer, Span span, int keyValueHead, long dContext, long dQkv) {
        gather.forBackward(layer, span, keyValueHead);
        forBlocks(span, keyValueHead, block -> backward(layer, block, dContext, dQkv));
        gather.addGradients(span, keyValueHead, dQkv);
    }

    private void backward(Layer layer, Block b, long dContext, long dQkv) {
        int columns = b.columns();
        scores(layer, b);
        long ds = gradients.ensure((long) b.rows * columns);
        long dc = dContext + (long) b.row() * contextWidth * Float.BYTES + headOffset(b.head);
        for (int k = 0; k < b.keyBlocks(); k++) {
            long to = ds + (long) k * KEY_BLOCK * Float.BYTES;
            long values = gather.transposedValues(k);
            BlockGemm.multiply(b.rows, b.columns(k), headSize, dc, contextWidth, values, KEY_BLOCK, false, to, columns);
        }
        softmaxBackward(layer, b, ds);
        int keys = b.visible(b.rows - 1);
        long q = queries.address();
        Blas.transposedMultiply(
                keys, headSize, b.rows, 1, ds, columns, q, headSize, 1, gather.keyGradients(), headSize);
        long p = scores.address();
        Blas.transposedMultiply(
                keys, headSize, b.rows, 1, p, columns, dc, contextWidth, 1, gather.valueGradients(), headSize);
        queryGradient(b, ds, dQkv);
    }

    /** From scores s and gradients dp of the probabilities: p and p·(dp − p·dp), zeros behind. */
    private void softmaxBackward(Layer layer, Block b, long ds) {
        int columns = b.columns();
        int size = b.rows * columns;
        FloatMemory.load(scores.address(), row, size);
        FloatMemory.load(ds, rowGradient, size);
        for (int i = 0; i < b.rows; i++) {
            subtract(row, i * columns, columns, FloatMemory.get(layer.logSum(b.row() + i, b.head)));
        }
        exp.shifted(row, 1, 0, size);
        for (int i = 0; i < b.rows; i++) {
            int at = i * columns;
            int end = at + b.visible(i);
            float weighted = RowKernels.dot(row, rowGradient, at, b.visible(i));
            for (int j = at; j < end; j++) {
                rowGradient[j] = row[j] * (rowGradient[j] - weighted);
            }
            Arrays.fill(row, end, at + columns, 0);
            Arrays.fill(rowGradient, end, at + columns, 0);
        }
        FloatMemory.store(row, scores.address(), size);
        FloatMemory.store(rowGradient, ds, size);
    }

    private void queryGradient(Block b, long ds, long dQkv) {
        long dq = queryGradients.ensure((long) QUERY_BLOCK * headSize);
        for (int k = 0; k < b.keyBlocks(); k++) {
            long from = ds + (long) k * KEY_BLOCK * Float.BYTES;
            BlockGemm.multiply(
                    b.rows, headSize, b.columns(k), from, b.columns(), gather.keys(k), headSize, k > 0, dq, headSize);
        }
        for (int i = 0; i < b.rows; i++) {
            FloatMemory.load(dq + (long) i * headSize * Float.BYTES, query, headSize);
            for (int d = 0; d < headSize; d++) {
                query[d] *= scale;
            }
            long to = dQkv + (long) (b.row() + i) * width * Float.BYTES + headOffset(b.head);
            FloatMemory.store(query, to, headSize);
        }
    }

    /** Most numbers that sequences up to that length make room for. */
    static long floats(ModelConfig c, int longest, boolean backward) {
        long padded = (long) Math.ceilDiv(longest, KEY_BLOCK) * KEY_BLOCK;
        return padded * (backward ? 6 * c.headSize() + 2 * QUERY_BLOCK : 2 * c.headSize() + QUERY_BLOCK)
                + 2L * QUERY_BLOCK * c.headSize();
    }

    /** Native memory held. */
    long bytes() {
        return gather.bytes() + FloatMemory.sum(queries, scores, gradients, queryGradients);
    }

    @Override
    public void close() {
        gather.close();
        queries.close();
        scores.close();
        gradients.close();
        queryGradients.close();
    }
}
