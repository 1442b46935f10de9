package dev.belay.loop.run;

import dev.belay.model.Dtype;
import dev.belay.model.ModelSpec;
import java.util.Locale;

/**
 * What a run will need, from the model's size and the batch numbers alone: upper bounds for memory, arithmetic for time.
 *
 * @param weightBytes fp32 master weights, gradients and two moments, and the compute copy in bf16
 * @param cacheBytes keys and values while all completions of a step are sampled to their full length
 * @param activationBytes what one micro-batch keeps for its backward pass, the chunk of logits included
 * @param tokensPerStep longest possible: samples times budget
 * @param flopsPerStep 2 operations a parameter and token to sample, 6 to train
 */
public record RunEstimate(
        long weightBytes, long cacheBytes, long activationBytes, long tokensPerStep, double flopsPerStep) {
    /** Values of width D that a block keeps for its backward pass: norms, q, k, v, attention, MLP of about 3 D. */
    private static final int KEPT_PER_BLOCK = 16;

    private static final int LOGIT_ROWS = 1024;

    /**
     * @param samples completions in a step
     * @param budgetTokens longest completion
     * @param microBatchTokens tokens in one forward and backward pass
     * @param passes times each completion is used
     */
    static RunEstimate of(ModelSpec model, long samples, int budgetTokens, int microBatchTokens, int passes) {
        boolean half = model.compute() == Dtype.BF16;
        int bytes = half ? 2 : 4;
        long weights = model.parameters() * (16 + (half ? 2 : 0));
        long tokens = samples * budgetTokens;
        long width = (long) model.layers() * model.hiddenSize();
        long cache = tokens * 2 * width * bytes;
        long inFlight = Math.min(tokens, microBatchTokens);
        long activations =
                inFlight * width * KEPT_PER_BLOCK * bytes + (long) LOGIT_ROWS * model.vocabSize() * 2 * Float.BYTES;
        double flops = model.parameters() * (double) tokens * (2 + 6.0 * passes);
        return new RunEstimate(weights, cache, activations, tokens, flops);
    }

    /** Sampling and training do not overlap, so the larger of their needs counts. */
    public long peakBytes() {
        return weightBytes + Math.max(cacheBytes, activationBytes);
    }

    /** One sentence for the terminal. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "up to %s of memory beside the JVM (weights, gradients and moments %s, sampling %s, one micro-batch %s);"
                        + " up to %,d sampled tokens and %s a step",
                bytes(peakBytes()),
                bytes(weightBytes),
                bytes(cacheBytes),
                bytes(activationBytes),
                tokensPerStep,
                operations(flopsPerStep));
    }

    private static String bytes(long n) {
        return n < 1L << 30
                ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(n / 0x1p20))
                : String.format(Locale.ROOT, "%.1f GiB", n / 0x1p30);
    }

    private static String operations(double n) {
        return n < 1e12
                ? String.format(Locale.ROOT, "%.1f GFLOP", n / 1e9)
                : String.format(Locale.ROOT, "%.1f TFLOP", n / 1e12);
    }
}
