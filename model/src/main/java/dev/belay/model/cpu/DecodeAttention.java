package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import java.util.Arrays;

/**
 * Attention of the new tokens of rows that share a prompt, head by head and block by block of the cache: over the prompt's
 * keys and values for several rows in one product, over each row's own in one of its own (Juravsky et al., "Hydragen", arXiv
 * 2402.05099, section 3.2; here the scores stand side by side, so one softmax serves both parts and nothing is put together
 * afterwards). One instance a thread.
 */
final class DecodeAttention implements AutoCloseable {
    private static final int BLOCK = KeyValuePool.POSITIONS;

    /** Most queries of a product. */
    private static final int QUERIES = 32;

    /** Beyond so many queries their number is rounded up to a multiple of {@value #STEP}, so that few kernels serve them all. */
    private static final int EXACT = 4;

    private static final int STEP = 8;

    /**
     * Scores at a time, unless a single row has more: with a long context a group is taken in parts. Native memory, the array
     * they are worked on in and the exponential's two arrays come to 1 MiB then, on the order of a second-level cache.
     */
    private static final int SCORES = 1 << 16;

    /** Keeps queries' scores from standing a power of two apart, where they would fall into the same cache sets. */
    private static final int STAGGER = 16;

    private final int keyValueHeads;
    private final int groupSize;
    private final int headSize;
    private final float scale;

    /** (padded, headSize), as are the averages. */
    private final FloatMemory queries = new FloatMemory();

    private final FloatMemory averages = new FloatMemory();

    /** (padded, stride) */
    private final FloatMemory scores = new FloatMemory();

    private final Exp exp = new Exp();
    private float[] probabilities = new float[0];
    private float[] largest = new float[0];

    DecodeAttention(ModelConfig c) {
        keyValueHeads = c.keyValueHeads();
        groupSize = c.heads() / keyValueHeads;
        headSize = c.headSize();
        scale = (float) (1 / Math.sqrt(headSize));
    }

    /**
     * Rows of a step that share a prompt. Their newest keys and values are stored already, beyond their caches' lengths.
     *
     * @param from the first of {@code rows} that is meant
     * @param to behind the last
     * @param page where the activations of the rows are, from {@code first} on for row 0
     */
    record Group(DecodeLane.Row[] rows, int from, int to, Activations page, int first) {
        int count() {
            return to - from;
        }

        KeyValueCache prompt() {
            return rows[from].prompt();
        }

        KeyValueCache own(int i) {
            return rows[from + i].own();
        }

        /** Own tokens that row {@code i} sees, the new one included. */
        int ownLength(int i) {
            return own(i).length() + 1;
        }

        int longestOwn() {
            int longest = 0;
            for (int i = 0; i < count(); i++) {
                longest = Math.max(longest, ownLength(i));
            }
            return longest;
        }

        int pageRow(int i) {
            return first + from + i;
        }

        Group part(int start, int end) {
            return new Group(rows, start, end, page, first);
        }
    }

    /**
     * Where the scores of a head stand: a line for each query, row by row, first over the prompt, then over the row's own tokens.
     *
     * @param count queries: rows times the query heads of a key-value head
     * @param padded {@code count} rounded up; what products compute
     * @param ownAt column of the first own token
     * @param columns of a query
     * @param stride numbers from a query to the next
     */
    private record Layout(int count, int padded, int ownAt, int columns, int stride) {
        static Layout of(Group group, int groupSize) {
            int count = group.count() * groupSize;
            int padded = count <= EXACT ? count : Math.ceilDiv(count, STEP) * STEP;
            int ownAt = BlockGemm.roundUp(group.prompt().length());
            int columns = ownAt + BlockGemm.roundUp(group.longestOwn());
            // Another distance between lines is another kernel: few distances, though the columns grow token by token.
            int stride = Integer.highestOneBit(Math.max(BLOCK, columns - 1)) * 2 + STAGGER;
            return new Layout(count, padded, ownAt, columns, stride);
        }
    }

    /** Writes the context of each row, and log sum exp of its scores, head by head. */
    void attend(int layer, Group group) {
        int columns = Layout.of(group, groupSize).columns;
        int atOnce = Math.clamp((long) SCORES / ((long) groupSize * columns), 1, group.count());
        for (int from = group.from; from < group.to; from += atOnce) {
            Group part = group.part(from, Math.min(group.to, from + atOnce));
            Layout layout = Layout.of(part, groupSize);
            prepare(layout);
            for (int head = 0; head < keyValueHeads; head++) {
                gather(layer, part, head);
                products(layer, part, head, layout);
                softmax(layer, part, head, layout);
                average(layer, part, head, layout);
            }
        }
    }

    private void prepare(Layout layout) {
        queries.ensure((long) layout.padded * headSize);
        averages.ensure((long) layout.padded * headSize);
        scores.ensure((long) layout.padded * layout.stride);
        if (probabilities.length < layout.count * layout.columns) {
            probabilities = new float[2 * layout.count * layout.columns];
        }
        if (largest.length < layout.count) {
            largest = new float[layout.count];
        }
    }

    private long query(int q) {
        return queries.address() + (long) q * headSize * Float.BYTES;
    }

    private long averageOf(int q) {
        return averages.address() + (long) q * headSize * Float.BYTES;
    }

    private long score(int q, int column, Layout layout) {
        return scores.address() + ((long) q * layout.stride + column) * Float.BYTES;
    }

    /** The queries of a head side by side. What lies behind them is computed with and not used. */
    private void gather(int layer, Group group, int head) {
        int width = groupSize * headSize;
        for (int i = 0; i < group.count(); i++) {
            long from = group.page.qkv(layer, group.pageRow(i)) + (long) head * width * Float.BYTES;
            FloatMemory.copy(from, query(i * groupSize), width);
        }
    }

    /** Products of the queries with all keys. */
    private void products(int layer, Group group, int head, Layout layout) {
        KeyValueCache prompt = group.prompt();
        for (int b = 0; b * BLOCK < prompt.length(); b++) {
            int n = BlockGemm.blockColumns(b, prompt.length());
            long keys = prompt.keys(b, layer, head);
            for (int q = 0; q < layout.padded; q += QUERIES) {
                int m = Math.min(QUERIES, layout.padded - q);
                long to = score(q, b * BLOCK, layout);
                BlockGemm.multiply(m, n, headSize, query(q), headSize, keys, BLOCK, false, to, layout.stride);
            }
        }
        for (int i = 0; i < group.count(); i++) {
            KeyValueCache own = group.own(i);
            int length = group.ownLength(i);
            int q = i * groupSize;
            for (int b = 0; b * BLOCK < length; b++) {
                int n = BlockGemm.blockColumns(b, length);
                long to = score(q, layout.ownAt + b * BLOCK, layout);
                long keys = own.keys(b, layer, head);
                BlockGemm.multiply(groupSize, n, headSize, query(q), headSize, keys, BLOCK, false, to, layout.stride);
            }
        }
    }

    /** In place over what each query sees of both parts; zeros behind them. */
    private void softmax(int layer, Group group, int head, Layout layout) {
        int prefix = group.prompt().length();
        for (int q = 0; q < layout.count; q++) {
            shift(q, prefix, group.ownLength(q / groupSize), layout);
        }
        exp.shifted(probabilities, 1, 0, layout.count * layout.columns);
        for (int q = 0; q < layout.count; q++) {
            double sum = normalise(q, prefix, group.ownLength(q / groupSize), layout);
            FloatMemory.store(probabilities, q * layout.columns, score(q, 0, layout), layout.columns);
            long logSums = group.page.logSum(layer, group.pageRow(q / groupSize));
            long of = logSums + (long) (head * groupSize + q % groupSize) * Float.BYTES;
            FloatMemory.set(of, (float) (largest[q] + Math.log(sum)));
        }
    }

    /** Scales the scores of a query, less the largest. */
    private void shift(int q, int prefix, int own, Layout layout) {
        int first = q * layout.columns;
        int ownAt = first + layout.ownAt;
        int end = first + layout.columns;
        FloatMemory.load(score(q, 0, layout), probabilities, first, layout.columns);
        float max = Math.max(Exp.max(probabilities, first, prefix), Exp.max(probabilities, ownAt, own));
        largest[q] = max * scale;
        // Between and behind the parts there may be anything.
        Arrays.fill(probabilities, first + prefix, ownAt, max);
        Arrays.fill(probabilities, ownAt + own, end, max);
        for (int j = first; j < end; j++) {
            probabilities[j] = (probabilities[j] - max) * scale;
        }
    }

    /** Divides by the sum, which it returns. */
    private double normalise(int q, int prefix, int own, Layout layout) {
        int first = q * layout.columns;
        int ownAt = first + layout.ownAt;
        int end = first + layout.columns;
        double sum = Exp.sum(probabilities, first, prefix) + Exp.sum(probabilities, ownAt, own);
        float inverse = (float) (1 / sum);
        for (int j = first; j < end; j++) {
            probabilities[j] *= inverse;
        }
        Arrays.fill(probabilities, first + prefix, ownAt, 0);
        Arrays.fill(probabilities, ownAt + own, end, 0);
        return sum;
    }

    /** Averages of the values under the probabilities. */
    private void average(int layer, Group group, int head, Layout layout) {
        KeyValueCache prompt = group.prompt();
        for (int b = 0; b * BLOCK < prompt.length(); b++) {
            int n = BlockGemm.blockColumns(b, prompt.length());
            long values = prompt.values(b, layer, head);
            for (int q = 0; q < layout.padded; q += QUERIES) {
                int m = Math.min(QUERIES, layout.padded - q);
                long p = score(q, b * BLOCK, layout);
                BlockGemm.multiply(m, headSize, n, p, layout.stride, values, headSize, b > 0, averageOf(q), headSize);
            }
        }
        int width = groupSize * headSize;
        for (int i = 0; i < group.count(); i++) {
            KeyValueCache own = group.own(i);
            int length = group.ownLength(i);
            long to = averageOf(i * groupSize);
            for (int b = 0; b * BLOCK < length; b++) {
                int n = BlockGemm.blockColumns(b, length);
                long p = score(i * groupSize, layout.ownAt + b * BLOCK, layout);
                long values = own.values(b, layer, head);
                boolean add = b > 0 || prompt.length() > 0;
                BlockGemm.multiply(groupSize, headSize, n, p, layout.stride, values, headSize, add, to, headSize);
            }
            long context = group.page.context(layer, group.pageRow(i)) + (long) head * width * Float.BYTES;
            FloatMemory.copy(to, context, width);
        }
    }

    /**
     * Most numbers that so many rows make room for.
     *
     * @param longest prompt and completion together
     */
    static long floats(ModelConfig c, long rows, long longest) {
        long group = c.heads() / c.keyValueHeads();
        long queries = rows * group + STEP;
        // The columns are two lengths, each rounded up; a line is at most twice as long.
        long stride = 2 * Math.max(BLOCK, longest + 2L * BlockGemm.roundUp(1)) + STAGGER;
        long inParts = 9L * SCORES / 4 + (group + STEP) * stride;
        long inOne = queries * (2L * BLOCK + STAGGER);
        return 2 * queries * c.headSize() + Math.min(queries * stride, Math.max(inOne, inParts));
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(queries, averages, scores);
    }

    @Override
    public void close() {
        queries.close();
        averages.close();
        scores.close();
    }
}
