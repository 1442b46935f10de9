package dev.belay.loop.update;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the updates of a step did.
 *
 * @param metrics by TRL's names where it has one, in report order
 * @param optimizerSteps taken so far in the run
 */
public record StepStats(Map<String, Double> metrics, long optimizerSteps) {
    public StepStats {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
