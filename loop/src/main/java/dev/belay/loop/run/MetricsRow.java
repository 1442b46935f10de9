package dev.belay.loop.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of metrics.jsonl.
 *
 * @param step steps finished when it was measured; 0 for the evaluation before the first step
 * @param evaluation whether it is an evaluation of the policy rather than a training step
 * @param values by metric name, in the order written; what was not measured is absent
 */
public record MetricsRow(int step, boolean evaluation, Map<String, Double> values) {
    public MetricsRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The same without what depends on the clock; equal for a run and its repetition. */
    public MetricsRow repeatable() {
        Map<String, Double> kept = new LinkedHashMap<>(values);
        kept.keySet().removeIf(MetricsRow::clocked);
        return new MetricsRow(step, evaluation, kept);
    }

    private static boolean clocked(String name) {
        return name.equals("step_time") || name.startsWith("time/") || name.endsWith("_per_second");
    }
}
