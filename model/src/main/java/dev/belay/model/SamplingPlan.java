package dev.belay.model;

import java.util.Set;

/**
 * How completions are drawn.
 *
 * @param warp temperature and truncation
 * @param maxNewTokens upper limit of T, the stop id included; at least 1
 * @param stopIds ids that end a completion, all of them honoured; empty means the length alone ends it
 */
public record SamplingPlan(LogitWarp warp, int maxNewTokens, Set<Integer> stopIds) {
    public SamplingPlan {
        stopIds = Set.copyOf(stopIds);
        if (maxNewTokens < 1) {
            throw new InvalidInputException("maxNewTokens must be at least 1, got " + maxNewTokens);
        }
    }
}
