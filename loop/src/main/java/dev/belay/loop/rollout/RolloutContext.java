package dev.belay.loop.rollout;

import dev.belay.loop.schedule.RunState;
import dev.belay.model.RandomKey;

/**
 * What a rollout may depend on beside the problems and the policy.
 *
 * @param state where the run stands
 * @param renderer prompt messages to token ids
 */
public record RolloutContext(RunState state, PromptRenderer renderer) {
    /** The stream the samples of a group draw from. */
    public RandomKey key(String groupId) {
        return state.stream("rollout").child(groupId);
    }
}
