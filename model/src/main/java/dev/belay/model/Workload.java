package dev.belay.model;

/**
 * The largest pieces of work a model will be given, for an estimate of its memory.
 *
 * @param sequences completions sampled in one call
 * @param samplesEach completions of a prompt
 * @param promptTokens longest prompt
 * @param newTokens longest completion
 * @param batchTokens tokens of one scoring or backward pass
 * @param trained whether there are backward passes and updates
 * @param backwardPlan how these trade time for memory
 */
public record Workload(
        long sequences,
        int samplesEach,
        int promptTokens,
        int newTokens,
        long batchTokens,
        boolean trained,
        BackwardPlan backwardPlan) {
    public Workload {
        if (sequences < 1 || samplesEach < 1 || promptTokens < 1 || newTokens < 1 || batchTokens < 1) {
            throw new InvalidInputException("a workload's numbers must be at least 1, got sequences " + sequences
                    + ", samplesEach " + samplesEach + ", promptTokens " + promptTokens + ", newTokens " + newTokens
                    + ", batchTokens " + batchTokens);
        }
    }

    /** The same without training: what a reference policy or an evaluation asks for. */
    public Workload scoringOnly() {
        return new Workload(sequences, samplesEach, promptTokens, newTokens, batchTokens, false, BackwardPlan.PLAIN);
    }
}
