package dev.belay.loop.objective;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;

/**
 * {@code -A logp} on every token, without a ratio: the score-function gradient of Williams, "Simple statistical
 * gradient-following algorithms for connectionist reinforcement learning", Machine Learning 8, 1992.
 */
public record ReinforceObjective(
        @Doc("weights of sequences: token-mean, sequence-mean, sequence-sum, constant") @Default("token-mean")
        Aggregation aggregate)
        implements Objective {
    @Override
    public Loss loss(TokenView v, float[] weights) {
        double sum = 0;
        for (int t = 0; t < v.tokens(); t++) {
            if (v.trainable()[t]) {
                sum -= (double) v.advantages()[t] * v.logProbs()[t];
                weights[t] = -v.advantages()[t];
            }
        }
        return new Loss(sum, 0, 0);
    }
}
