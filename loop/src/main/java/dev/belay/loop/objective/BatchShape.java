package dev.belay.loop.objective;

/**
 * Size of everything that goes into one optimiser step, whatever its micro-batches.
 *
 * @param trainableTokens (N) trainable tokens of each sequence
 * @param totalTokens their sum
 * @param budgetTokens longest completion the sampler may produce
 */
public record BatchShape(int[] trainableTokens, long totalTokens, int budgetTokens) {
    public BatchShape(int[] trainableTokens, int budgetTokens) {
        this(
                trainableTokens,
                java.util.Arrays.stream(trainableTokens).asLongStream().sum(),
                budgetTokens);
    }

    /** N. */
    public int sequences() {
        return trainableTokens.length;
    }
}
