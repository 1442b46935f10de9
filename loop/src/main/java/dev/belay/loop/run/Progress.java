package dev.belay.loop.run;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a run stands after a step.
 *
 * @param step steps finished
 * @param steps steps planned
 * @param tokensPerSecond sampled tokens over the seconds of the rollout phase; NaN when unknown
 * @param reward mean of what was optimised
 * @param trueReward mean of the uncorrupted check; NaN when unknown
 * @param accuracy greedy accuracy of the last evaluation; NaN before the first
 * @param mixedGroups share of groups whose rewards differ, the only ones that teach; NaN when unknown
 * @param elapsed since this process began with the run
 * @param left at the pace of the steps after the first, evaluations included; empty until there are two
 */
public record Progress(
        int step,
        int steps,
        double tokensPerSecond,
        double reward,
        double trueReward,
        double accuracy,
        double mixedGroups,
        Duration elapsed,
        Optional<Duration> left) {}
