package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import java.util.Arrays;

/**
 * Attention of the new tokens of rows that share a prompt, block by block of the cache: over the prompt's keys and values
 * for all rows in one product, over each row's own in one of its own (Juravsky et al., "Hydragen", arXiv 2402.05099,
 * section 3.2; here the scores stand side by side, so one softmax serves both parts and nothing is put together afterwards).
 */
final class DecodeAttention implements AutoCloseable {
    private static final int BLOCK = KeyValuePool.POSITIONS;

    /** Most queries of a product. */
    private static final int QUERIES = 32;

    /** Beyond so many queries their number is rounded up to a multiple of {@value #STEP}, so that few kernels serve them all. */
    private static final int EXACT = 4;

    private static final int STEP = 8;

    /** Scores at a time: with long contexts a group is taken in parts, so that they stay within the cache. */
    private static final int SCORES = 1 << 17;

    /** Keeps rows of scores from standing a power of two apart, where they would fall into the same cache sets. */
    private static final int STAGGER = 16;

    private final int keyValueHeads;
    private final int groupSize;
    private final int headSize;
    private final float scale;
    private final FloatMemory queries = new FloatMemory();
    private final FloatMemory scores = new FloatMemory();
    private final FloatMemory averages = new FloatMemory();
    private final Exp exp = new Exp();
    private float[] numbers = new float[0];
    private float[] largest = new float[0];

    DecodeAttention(ModelConfig c) {
        keyValueHeads = c.keyValueHeads();
        groupSize = c.heads() / keyValueHeads;
        headSize = c.headSize();
        scale = (float) (1 / Math.sqrt(headSize));
    }

    /**
     * Rows of a step that share a prompt, with the tokens they see; their newest keys and values are stored already.
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

        /** Own tokens of row {@code i}, the new one included. */
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
    }

    /**
     * Where the scores of a group stand: those of a key-value head side by side, its queries row by row, each first over the
     * prompt, then over the row's own tokens.
     *
     * @param count queries of a key-value head
     * @param padded queries that there is room for, and that products compute
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
            // Another distance between rows is another kernel: few distances, though the columns grow token by token.
            int stride = Integer.highestOneBit(Math.max(BLOCK, columns - 1)) * 2 + STAGGER;
            return new Layout(count, padded, ownAt, columns, stride);
        }

        long floats(int heads) {
            return (long) heads * padded * stride;
        }
    }

    /** Writes the context of each row, and log sum exp of its scores, head by head. */
    void attend(int layer, Group group) {
        long ofARow = (long) keyValueHeads * groupSize * (group.prompt().length() + group.longestOwn());
        int atOnce = (int) Math.clamp(SCORES / ofARow, 1, group.count());
        for (int from = group.from; from < group.to; from += atOnce) {
            int to = Math.min(group.to, from + atOnce);
            attendAtOnce(layer, new Group(group.rows, from, to, group.page, group.first));
        }
    }

    private void attendAtOnce(int layer, Group group) {
        Layout layout = Layout.of(group, groupSize);
        queries.ensure((long) keyValueHeads * layout.padded * headSize);
        averages.ensure((long) keyValueHeads * layout.padded * headSize);
        scores.ensure(layout.floats(keyValueHeads));
        for (int head = 0; head < keyValueHeads; head++) {
            gather(layer, group, head, layout);
            products(layer, group, head, layout);
        }
        softmax(layer, group, layout);
        for (int head = 0; head < keyValueHeads; head++) {
            average(layer, group, head, layout);
        }
    }

    private long query(int head, int q, Layout layout) {
        return queries.address() + ((long) head * layout.padded + q) * headSize * Float.BYTES;
    }

    private long averageOf(int head, int q, Layout layout) {
        return averages.address() + ((long) head * layout.padded + q) * headSize * Float.BYTES;
    }

    private long score(int head, int q, int column, Layout layout) {
        return scores.address() + (((long) head * layout.padded + q) * layout.stride + column) * Float.BYTES;
    }

    /** The queries of a head side by side. What lies behind them is computed with and not used. */
    private void gather(int layer, Group group, int head, Layout layout) {
        int width = groupSize * headSize;
        for (int i = 0; i < group.count(); i++) {
            long from = group.page.qkv(layer, group.pageRow(i)) + (long) head * width * Float.BYTES;
            FloatMemory.copy(from, query(head, i * groupSize, layout), width);
        }
    }

    /** Products of the queries of a head with all keys. */
    private void products(int layer, Group group, int head, Layout layout) {
        KeyValueCache prompt = group.prompt();
        for (int b = 0; b * BLOCK < prompt.length(); b++) {
            int n = BlockGemm.blockColumns(b, prompt.length());
            long keys = prompt.keys(b, layer, head);
            for (int q = 0; q < layout.padded; q += QUERIES) {
                int m = Math.min(QUERIES, layout.padded - q);
                long to = score(head, q, b * BLOCK, layout);
                BlockGemm.multiply(
                        m, n, headSize, query(head, q, layout), headSize, keys, BLOCK, false, to, layout.stride);
            }
        }
        for (int i = 0; i < group.count(); i++) {
            KeyValueCache own = group.own(i);
            int length = group.ownLength(i);
            long query = query(head, i * groupSize, layout);
            for (int b = 0; b * BLOCK < length; b++) {
                int n = BlockGemm.blockColumns(b, length);
                long to = score(head, i * groupSize, layout.ownAt + b * BLOCK, layout);
                long keys = own.keys(b, layer, head);
                BlockGemm.multiply(groupSize, n, headSize, query, headSize, keys, BLOCK, false, to, layout.stride);
            }
        }
    }

    /** Averages of the values under the probabilities of a head. */
    private void average(int layer, Group group, int head, Layout layout) {
        KeyValueCache prompt = group.prompt();
        for (int b = 0; b * BLOCK < prompt.length(); b++) {
            int n = BlockGemm.blockColumns(b, prompt.length());
            long values = prompt.values(b, layer, head);
            for (int q = 0; q < layout.padded; q += QUERIES) {
                int m = Math.min(QUERIES, layout.padded - q);
                long p = score(head, q, b * BLOCK, layout);
                long to = averageOf(head, q, layout);
                BlockGemm.multiply(m, headSize, n, p, layout.stride, values, headSize, b > 0, to, headSize);
            }
        }
        int width = groupSize * headSize;
        for (int i = 0; i < group.count(); i++) {
            KeyValueCache own = group.own(i);
            int length = group.ownLength(i);
            long to = averageOf(head, i * groupSize, layout);
            for (int b = 0; b * BLOCK < length; b++) {
                int n = BlockGemm.blockColumns(b, length);
                long p = score(head, i * groupSize, layout.ownAt + b * BLOCK, layout);
                boolean add = b > 0 || prompt.length() > 0;
                long values = own.values(b, layer, head);
                BlockGemm.multiply(groupSize, headSize, n, p, layout.stride, values, headSize, add, to, headSize);
            }
            FloatMemory.copy(
                    to, group.page.context(layer, group.pageRow(i)) + (long) head * width * Float.BYTES, width);
        }
    }

    /** In place over what each query sees of both parts; zeros behind them. */
    private void softmax(int layer, Group group, Layout layout) {
        int columns = layout.columns;
        int size = keyValueHeads * layout.count * columns;
        if (numbers.length < size) {
            numbers = new float[2 * size];
        }
        int prefix = group.prompt().length();
        int heads = keyValueHeads * groupSize;
        if (largest.length < heads * group.count()) {
            largest = new float[heads * group.count()];
        }
        for (int k = 0; k < keyValueHeads * layout.count; k++) {
            int first = k * columns;
            int behind = first + layout.ownAt + group.ownLength(k % layout.count / groupSize);
            FloatMemory.load(score(k / layout.count, k % layout.count, 0, layout), numbers, first, columns);
            float max = Math.max(
                    Exp.max(numbers, first, prefix),
                    Exp.max(numbers, first + layout.ownAt, behind - first - layout.ownAt));
            largest[k] = max * scale;
            // Between and behind the parts there may be anything.
            Arrays.fill(numbers, first + prefix, first + layout.ownAt, max);
            Arrays.fill(numbers, behind, first + columns, max);
            for (int j = first; j < first + columns; j++) {
                numbers[j] = (numbers[j] - max) * scale;
            }
        }
        exp.shifted(numbers, 1, 0, size);
        for (int k = 0; k < keyValueHeads * layout.count; k++) {
            int head = k / layout.count;
            int q = k % layout.count;
            int first = k * columns;
            int behind = first + layout.ownAt + group.ownLength(q / groupSize);
            double sum = Exp.sum(numbers, first, prefix)
                    + Exp.sum(numbers, first + layout.ownAt, behind - first - layout.ownAt);
            float inverse = (float) (1 / sum);
            for (int j = first; j < first + columns; j++) {
                numbers[j] *= inverse;
            }
            Arrays.fill(numbers, first + prefix, first + layout.ownAt, 0);
            Arrays.fill(numbers, behind, first + columns, 0);
            FloatMemory.store(numbers, first, score(head, q, 0, layout), columns);
            long logSum = group.page.logSum(layer, group.pageRow(q / groupSize))
                    + (long) (head * groupSize + q % groupSize) * Float.BYTES;
            FloatMemory.set(logSum, (float) (largest[k] + Math.log(sum)));
        }
    }

    @Override
    public void close() {
        queries.close();
        scores.close();
        averages.close();
    }
}
