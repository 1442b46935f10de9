package dev.belay.loop.update;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the updates of a step did.
 *
 * @param metrics by TRL's names where it has one, in report order
 * @param optimizerSteps taken so far in the run; 0 of a step that left the policy as it was
 */
public record StepStats(Map<String, Double> metrics, long optimizerSteps) {
    /** Of a step that left the policy as it was. */
    public static final StepStats NONE = new StepStats(Map.of(), 0);

    public StepStats {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** These with further metrics behind them. */
    public StepStats with(Map<String, Double> more) {
        Map<String, Double> both = new LinkedHashMap<>(metrics);
        both.putAll(more);
        return new StepStats(both, optimizerSteps);
    }
}
