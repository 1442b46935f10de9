package dev.belay.loop;

import dev.belay.loop.reward.ScoredGroup;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a step left behind.
 *
 * @param step steps finished, this one included: 1 for the first
 * @param metrics by TRL's names where it has one, in report order; repeatable bit for bit; absent, not NaN, when undefined
 * @param seconds wall-clock: {@code step_time}, {@code time/rollout}, {@code time/reward}, {@code time/update}; not repeatable
 * @param groups all groups that were sampled, in order, ungradable members and dropped groups included
 * @param advantages mean advantage over the tokens of each member, {@code [group][member]}; NaN when it was not trained on
 */
public record StepRecord(
        int step,
        Map<String, Double> metrics,
        Map<String, Double> seconds,
        List<ScoredGroup> groups,
        double[][] advantages) {
    public StepRecord {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
        groups = List.copyOf(groups);
    }
}
