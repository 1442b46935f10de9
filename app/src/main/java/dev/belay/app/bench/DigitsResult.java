package dev.belay.app.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast the digits task was learnt.
 *
 * @param stepsToReward steps until a batch reached the goal; null when none did
 * @param secondsToReward from the start of the first step; null when the goal was not reached
 * @param startToFirstRewardSeconds from the start of this process until the first batch was scored
 * @param stepSeconds median of all steps but the first two
 * @param rewards mean reward of every step
 */
public record DigitsResult(
        @Nullable Integer stepsToReward,
        @Nullable Double secondsToReward,
        double startToFirstRewardSeconds,
        double stepSeconds,
        List<Double> rewards) {
    public DigitsResult {
        rewards = List.copyOf(rewards);
    }
}
