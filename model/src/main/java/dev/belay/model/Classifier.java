package dev.belay.model;

import java.util.List;

/**
 * A decoder with a classification head where a language model predicts tokens: a reward model, a process reward model, a
 * verifier. Token ids in, logits out, no activation function behind them.
 *
 * <p>L is the number of labels. Results are a pure function of the weights and the sequence: they do not depend on what else
 * is in the call (up to rounding, below 1e-5 in fp32). Both readings exist for every head; {@link ClassifierSpec#unit()}
 * says which one it was trained for. Not thread-safe: one thread at a time.
 */
public interface Classifier extends AutoCloseable {
    Tokenizer tokenizer();

    ClassifierSpec spec();

    /**
     * The logits of whole sequences, read at the last token that is not the model's {@code pad_token_id}, as transformers
     * does: a model whose padding is its end token never reads at a final end token. A sequence of padding alone is read at
     * its first token.
     *
     * @param sequences S sequences of at least one token, of any lengths
     * @return (S, L)
     * @throws InvalidInputException when a sequence is empty, longer than the context or has an id outside the vocabulary
     */
    float[][] sequenceLogits(List<int[]> sequences);

    /**
     * The logits read at every token.
     *
     * @param sequences S sequences of T tokens each, at least one
     * @return (S, T, L)
     * @throws InvalidInputException as {@link #sequenceLogits}
     */
    float[][][] tokenLogits(List<int[]> sequences);

    /**
     * An upper bound for the native memory it takes, however many sequences it is given.
     *
     * @param longestTokens no sequence will be longer
     */
    default MemoryPlan memoryFor(int longestTokens) {
        return MemoryPlan.NONE;
    }

    @Override
    void close();
}
