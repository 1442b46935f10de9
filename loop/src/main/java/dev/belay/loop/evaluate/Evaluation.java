package dev.belay.loop.evaluate;

import dev.belay.loop.reward.ScoredGroup;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy's measurement.
 *
 * @param step steps the policy had been trained for
 * @param metrics {@code greedy/accuracy}, {@code sampled/pass@4}, {@code greedy/strategy/code/share} …, in report order
 * @param greedy one completion of each problem
 * @param sampled several completions of each problem; empty when only greedy was asked for
 */
public record Evaluation(int step, Map<String, Estimate> metrics, List<ScoredGroup> greedy, List<ScoredGroup> sampled) {
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        greedy = List.copyOf(greedy);
        sampled = List.copyOf(sampled);
    }
}
