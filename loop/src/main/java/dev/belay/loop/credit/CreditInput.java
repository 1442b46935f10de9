package dev.belay.loop.credit;

import dev.belay.loop.reward.ScoredGroup;
import dev.belay.model.TokenScores;
import java.util.List;

/**
 * What a credit rule sees of a step.
 *
 * @param groups to be trained on, without ungradable members; S = sum of their sizes
 * @param old statistics of every token under the policy that sampled, for {@link Credit#needs}
 * @param values (S, T) what the value model of an {@link ActorCritic} rule expected before each token was drawn; for other
 *     rules no rows
 */
public record CreditInput(List<ScoredGroup> groups, TokenScores old, float[][] values) {
    /** Of rules without a value model. */
    public static final float[][] NO_VALUES = new float[0][];

    public CreditInput {
        groups = List.copyOf(groups);
    }
}
