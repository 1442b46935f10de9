package dev.belay.model.torch;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.torch.TensorTransformer.Projected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keys and values of the sequences being sampled, and where each stands. Prompts end in the same column, so that a token step
 * writes one column for all rows; what is to the left of a shorter prompt is hidden. Columns are added in blocks.
 *
 * <p>Tensors are kept from step to step; closing frees them.
 */
final class DecodeCache implements AutoCloseable {
    /** Columns added at a time. */
    static final int BLOCK = 64;

    private final ModelConfig config;
    private final Placement device;
    /** (B, KV, columns, headSize) of each layer. */
    private final List<Tensor> keys = new ArrayList<>();

    private final List<Tensor> values = new ArrayList<>();
    /** (B) the first column a row sees. */
    private Tensor starts;
    /** (B, 1, 1, columns) columns a row sees. */
    private Tensor seen;

    private final int promptColumns;
    private int filled;
    private int columns;
    private int rows;

    /** @param promptTokens of each row */
    DecodeCache(ModelConfig config, Placement device, int[] promptTokens) {
        this.config = config;
        this.device = device;
        rows = promptTokens.length;
        promptColumns = IntStream.of(promptTokens).max().orElseThrow();
        filled = promptColumns;
        columns = Math.ceilDiv(promptColumns + 1, BLOCK) * BLOCK;
        long[] first =
                IntStream.of(promptTokens).mapToLong(n -> promptColumns - n).toArray();
        starts = Placement.keep(() -> device.of(first, rows));
        seen = Placement.keep(this::mask);
    }

    /** Takes a layer's keys and values of all prompts; layers come in order. */
    void addLayer(Projected prompts, Tensor source) {
        keys.add(Placement.keep(() -> gathered(prompts.keys(), source)));
        values.add(Placement.keep(() -> gathered(prompts.values(), source)));
    }

    /**
     * For {@link #addLayer}: the row that each column of each sequence is filled from, (B · columns).
     *
     * @param promptRows of each sequence, the rows of its prompt
     */
    Tensor source(List<int[]> promptRows) {
        long[] from = new long[rows * columns];
        for (int b = 0; b < rows; b++) {
            int[] prompt = promptRows.get(b);
            int start = b * columns + promptColumns - prompt.length;
            Arrays.fill(from, b * columns, (b + 1) * columns, prompt[0]);
            for (int i = 0; i < prompt.length; i++) {
                from[start + i] = prompt[i];
            }
        }
        return device.of(from, from.length);
    }

    private Tensor gathered(Tensor x, Tensor source) {
        return device.cast(x.index_select(0, source))
                .view(rows, columns, config.keyValueHeads(), config.headSize())
                .transpose(1, 2)
                .contiguous();
    }

    private Tensor mask() {
        Tensor column = device.range(columns).view(1, 1, 1, columns);
        return column.ge(starts.view(rows, 1, 1, 1)).logical_and(column.lt(new Scalar((long) filled)));
    }

    /** Makes room for the next token of every row, and lets it be seen. */
    void advance() {
        if (filled == columns) {
            columns += BLOCK;
            for (int layer = 0; layer < keys.size(); layer++) {
                replace(keys, layer, widened(keys.get(layer)));
                replace(values, layer, widened(values.get(layer)));
            }
        }
        filled++;
        Tensor before = seen;
        seen = Placement.keep(this::mask);
        before.close();
    }

    private Tensor widened(Tensor x) {
        return Placement.keep(() -> torch.cat(
                new TensorVector(
                        x, device.zeros(device.compute(), rows, config.keyValueHeads(), BLOCK, config.headSize())),
                2));
    }

    private static void replace(List<Tensor> list, int at, Tensor by) {
        list.set(at, by).close();
    }

    /**
     * Attention of one new token a row, whose keys and values are taken in.
     *
     * @return (B, Q); belongs to the innermost scope
     */
    Tensor attend(int layer, Projected p) {
        int kv = config.keyValueHeads();
        int size = config.headSize();
        keys.get(layer).select(2, filled - 1L).copy_(p.keys());
        values.get(layer).select(2, filled - 1L).copy_(p.values());
        // The query heads that read one key head are as many queries of it.
        Tensor q = device.cast(p.queries()).view(rows, kv, config.heads() / kv, size);
        return TensorTransformer.attend(q, keys.get(layer), values.get(layer), seen)
                .reshape(rows, config.querySize());
    }

    /** Where the newest token of each row stands in its sequence; (B) fp32, belongs to the innermost scope. */
    Tensor positions() {
        return starts.neg().add(new Scalar(filled - 1L)).to(ScalarType.Float);
    }

    /** Leaves out all rows but some. */
    void keepRows(int[] which) {
        try (var _ = new PointerScope()) {
            Tensor chosen = device.of(IntStream.of(which).asLongStream().toArray(), which.length);
            for (int layer = 0; layer < keys.size(); layer++) {
                int l = layer;
                replace(keys, l, Placement.keep(() -> keys.get(l).index_select(0, chosen)));
                replace(values, l, Placement.keep(() -> values.get(l).index_select(0, chosen)));
            }
            rows = which.length;
            Tensor before = starts;
            starts = Placement.keep(() -> before.index_select(0, chosen));
            before.close();
        }
    }

    @Override
    public void close() {
        keys.forEach(Tensor::close);
        values.forEach(Tensor::close);
        starts.close();
        seen.close();
    }
}
