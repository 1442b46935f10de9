package dev.belay.loop.reward;

import dev.belay.model.Classifier;

/**
 * Models that rewards ask beside the policy. Whoever runs rewards opens them and closes them after the last score, so that a
 * reward stays a record of its options.
 */
@FunctionalInterface
public interface RewardModels {
    /** For rewards that ask no model. */
    RewardModels NONE = reference -> {
        throw new IllegalStateException("no models are open here, and a reward asks for " + reference);
    };

    /**
     * The classifier of that name, opened when it is first asked for.
     *
     * @param reference as a recipe names models
     * @return stays the callee's to close
     * @throws dev.belay.model.InvalidInputException when there is no such model or it is no classifier
     */
    Classifier classifier(String reference);

    /**
     * An upper bound for the native memory of the models that are open.
     *
     * @param longestTokens no text will be longer
     */
    default long bytesFor(int longestTokens) {
        return 0;
    }
}
