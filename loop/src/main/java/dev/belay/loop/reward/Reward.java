package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.PromptRenderer;
import java.util.List;
import java.util.Set;

/**
 * Judges the completions of one problem. Implementations are records of their options and pure: equal groups and equal
 * contexts give equal scores, and permuting the members permutes the scores (for random rewards: it leaves the draws
 * attached to the sample's place).
 */
public interface Reward {
    /**
     * @param g with the problem's reference hidden unless {@link #needs} asks for it
     * @return one score for each member, in order
     */
    List<Score> score(Group g, RewardContext c);

    /**
     * Opens the models it will ask and checks the options against them. Called once before the first score, so that what
     * does not fit stops a run before any work.
     *
     * @throws dev.belay.model.InvalidInputException when a model is not there or the options do not suit it
     */
    default void prepare(RewardModels models) {}

    /**
     * Writes prompts for the models it asks, so that one which such a model cannot read is found before a run and not when
     * it is drawn.
     *
     * @param prompts as {@link PromptRenderer#shown} gives them
     * @param models those it was prepared with
     * @throws dev.belay.model.InvalidInputException when a prompt cannot be read
     */
    default void requireReadable(List<List<Message>> prompts, RewardModels models) {}

    default Set<Need> needs() {
        return Set.of();
    }

    default Range range() {
        return Range.UNIT;
    }
}
