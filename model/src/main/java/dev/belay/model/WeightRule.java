package dev.belay.model;

/**
 * Says how much each token's log-probability should move: {@code weights[s][t] = dL/dlogp[s][t]} of the loss L that is
 * being minimised. Every text objective in belay is such a rule, which is why none of them touches a tensor.
 */
@FunctionalInterface
public interface WeightRule {
    /**
     * Called once for each {@link LanguageModel#backward}, after the forward pass and before the backward pass.
     *
     * @param fresh statistics of the batch under the current weights; always has {@link Stat#LOGPROB}
     * @param weights {@code [S][T_s]}, all zero on entry; to be filled, not kept
     */
    void weigh(TokenScores fresh, float[][] weights);
}
