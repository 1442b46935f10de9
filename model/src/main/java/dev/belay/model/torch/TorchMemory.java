package dev.belay.model.torch;

import dev.belay.model.Dtype;
import dev.belay.model.MemoryPlan;
import dev.belay.model.Workload;
import dev.belay.model.checkpoint.ModelConfig;

/**
 * What a {@link TorchModel} will take on its device, from its configuration alone, with the longest sequences in every place.
 * An upper bound for libtorch's fused attention, which keeps no scores; what CUDA itself takes, and what libtorch's allocator
 * holds back between calls, comes on top.
 */
final class TorchMemory {
    /** Bytes that stand beside each other for a logit while it is warped: logits, masses, an order, fp64 sums. */
    private static final long LOGIT_BYTES = 48;

    /** fp32 numbers that stand beside each other for a weight while it is moved. */
    private static final long UPDATE_NUMBERS = 4;

    private final ModelConfig config;
    private final Workload work;
    /** Bytes of a number in products. */
    private final long size;

    private TorchMemory(ModelConfig config, Dtype compute, Workload work) {
        this.config = config;
        this.work = work;
        size = compute == Dtype.BF16 ? 2 : Float.BYTES;
    }

    /** @param adapters numbers of them, which are trained in place of all weights; 0 for none */
    static MemoryPlan plan(ModelConfig config, Dtype compute, Workload work, long adapters) {
        TorchMemory memory = new TorchMemory(config, compute, work);
        long parameters = config.parameterCount();
        long rounded = compute == Dtype.BF16 ? parameters * 2 : 0;
        long trained = adapters == 0 ? parameters : adapters;
        long update = Math.min(trained, TensorAdamW.PIECE) * UPDATE_NUMBERS * Float.BYTES;
        long gradients = trained * Float.BYTES + (adapters == 0 ? rounded : 0);
        return new MemoryPlan(
                (parameters + adapters) * Float.BYTES + rounded,
                0,
                work.trained() ? gradients : 0,
                work.trained() ? 2 * trained * Float.BYTES + update : 0,
                memory.activations(),
                memory.head(),
                memory.keyValues(),
                memory.decoding());
    }

    /** The same with another number of bytes for the weights. */
    static MemoryPlan withWeights(MemoryPlan p, long bytes) {
        return new MemoryPlan(
                bytes, p.packed(), p.gradients(), p.moments(), p.activations(), p.head(), p.keyValues(), p.decoding());
    }

    private long activations() {
        long rows = work.batchTokens();
        long stream = rows * config.hiddenSize() * Float.BYTES;
        long attention = attention(rows);
        long feedForward = feedForward(rows);
        long block = attention + feedForward;
        long layers = config.layers();
        long prefilled =
                Math.max(work.promptTokens(), Math.min(TensorDecoder.WAVE_TOKENS, prompts() * work.promptTokens()));
        long prefill = 2 * (attention(prefilled) + feedForward(prefilled));
        long passes;
        if (!work.trained()) {
            passes = 2 * block + 2 * stream;
        } else if (work.backwardPlan().gradientCheckpointing()) {
            long chunk = Math.ceilDiv(feedForward, work.backwardPlan().sequenceChunks());
            passes = (layers + 4) * stream + 3 * (attention + chunk);
        } else {
            passes = (layers + 2) * block + 4 * stream;
        }
        return masks() + Math.max(passes, prefill);
    }

    /** What autograd keeps of the first half of a block: norm, projections, rectangles, what attention returns. */
    private long attention(long rows) {
        long hidden = config.hiddenSize();
        long queries = config.querySize();
        long both = queries + config.keyValueSize();
        long normed = config.queryNormSize() > 0 ? 2 * both * Float.BYTES : 0;
        long row = 2 * hidden * Float.BYTES + (hidden + queries) * size + normed;
        long rectangles =
                rows * (2 * queries * size + (long) Float.BYTES * config.heads()) + keys(rows) * 2 * queries * size;
        return rows * row + RowLayout.LEAST_SHARE * rectangles;
    }

    /** The second half: norm, gate and up, their products. */
    private long feedForward(long rows) {
        long hidden = config.hiddenSize();
        return rows * (2 * hidden * Float.BYTES + hidden * size + 4L * config.intermediateSize() * size);
    }

    /** Keys that the completions of a batch read, those of their prompts counted for each. */
    private long keys(long rows) {
        long completions = Math.ceilDiv(rows, (long) work.newTokens());
        return completions * (work.promptTokens() + (long) work.newTokens());
    }

    private long masks() {
        long longest = work.promptTokens() + (long) work.newTokens() + RowLayout.KEY_MULTIPLE;
        long share = (long) RowLayout.LEAST_SHARE * RowLayout.LEAST_SHARE;
        return share * work.batchTokens() * longest * size;
    }

    private long head() {
        long rows = work.batchTokens();
        long chunk = Math.min(rows, OutputLayer.chunkRows(config.vocabSize()));
        long matrix = work.trained() ? (long) config.vocabSize() * config.hiddenSize() * size : 0;
        return rows * config.hiddenSize() * (Float.BYTES + 4 * size)
                + chunk * config.vocabSize() * LOGIT_BYTES
                + matrix;
    }

    private long prompts() {
        return Math.ceilDiv(work.sequences(), work.samplesEach());
    }

    private long decoded() {
        return Math.min(TensorDecoder.WAVE_ROWS, work.sequences());
    }

    /** One layer stands twice while it is copied. */
    private long keyValues() {
        long columns = work.promptTokens() + (long) work.newTokens() + 2L * DecodeCache.BLOCK;
        return (config.layers() + 1L) * decoded() * columns * 2 * config.keyValueSize() * size;
    }

    private long decoding() {
        return decoded() * config.vocabSize() * LOGIT_BYTES + 2 * feedForward(decoded());
    }
}
