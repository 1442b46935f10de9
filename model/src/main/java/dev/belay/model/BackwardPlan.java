package dev.belay.model;

/**
 * How {@link LanguageModel#backward} trades time for memory. The gradient is the same but for rounding.
 *
 * <p>Source of the chunks: Luo et al., "StreamBP: Memory-Efficient Exact Backpropagation for Long Sequence Training of
 * LLMs", arXiv 2506.03077, section 3. Queries, attention outputs and the feed-forward exist for one chunk of the rows of a
 * batch at a time; keys, values and the residual stream for all. The output layer always works in chunks.
 *
 * @param gradientCheckpointing keep only what each layer reads and compute the layer again before its backward pass
 * @param sequenceChunks pieces into which a layer's rows are cut; more than 1 needs {@code gradientCheckpointing}
 */
public record BackwardPlan(boolean gradientCheckpointing, int sequenceChunks) {
    /** Everything is kept: the fastest. */
    public static final BackwardPlan PLAIN = new BackwardPlan(false, 1);

    public BackwardPlan {
        if (sequenceChunks < 1) {
            throw new InvalidInputException("sequenceChunks must be at least 1, got " + sequenceChunks);
        }
        if (sequenceChunks > 1 && !gradientCheckpointing) {
            throw new InvalidInputException("sequenceChunks above 1 needs gradientCheckpointing: true, got "
                    + sequenceChunks + " chunks without it");
        }
    }
}
