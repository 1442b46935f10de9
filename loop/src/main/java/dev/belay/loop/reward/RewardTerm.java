package dev.belay.loop.reward;

import dev.belay.model.InvalidInputException;
import java.util.List;

/**
 * A reward's place in a recipe.
 *
 * @param name metric name, unique among the terms
 * @param weight factor in the sum that is optimised; 0 means measured, not optimised
 * @param reward judges
 * @param noise corrupts its verdict, first to last
 */
public record RewardTerm(String name, double weight, Reward reward, List<Noise> noise) {
    public RewardTerm {
        noise = List.copyOf(noise);
        if (!Double.isFinite(weight)) {
            throw new InvalidInputException("the weight of reward " + name + " must be a finite number, got " + weight);
        }
        range(reward, noise);
    }

    public RewardTerm(String name, double weight, Reward reward) {
        this(name, weight, reward, List.of());
    }

    /** The range of the values that come out, noise included. */
    public Range range() {
        return range(reward, noise);
    }

    private static Range range(Reward reward, List<Noise> noise) {
        Range range = reward.range();
        for (Noise n : noise) {
            range = n.range(range);
        }
        return range;
    }
}
