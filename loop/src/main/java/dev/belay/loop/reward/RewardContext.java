package dev.belay.loop.reward;

import dev.belay.loop.rollout.Group;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.RandomKey;

/**
 * What a reward may depend on beside the group.
 *
 * @param state where the run stands
 * @param key the stream of this reward in this run, the same in every step
 * @param models what may be asked beside the policy
 */
public record RewardContext(RunState state, RandomKey key, RewardModels models) {
    /** For rewards that ask no model. */
    public RewardContext(RunState state, RandomKey key) {
        this(state, key, RewardModels.NONE);
    }

    /** A stream that is drawn anew whenever the problem is visited. */
    public RandomKey visit(Group g) {
        return key.child("visit").child(g.id());
    }

    /** A stream that is the same at every visit of the problem. */
    public RandomKey problem(Group g) {
        return key.child("problem").child(g.problem().id());
    }

    /** The stream of that name below this reward's. */
    public RewardContext below(String name) {
        return new RewardContext(state, key.child(name), models);
    }
}
