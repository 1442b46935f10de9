package dev.belay.lab.study;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a study needs to know of one finished run.
 *
 * @param scores by steps trained (0 is the base), then by held-out problem: mean true score of its completions, in
 *     [0, 1]; a problem none of whose completions could be graded is absent
 * @param mixedShare mean over steps of the share of groups whose members were paid differently
 * @param baseMetrics the evaluation at step 0 by metric name
 */
public record RunEvidence(
        String arm,
        String family,
        long seed,
        NavigableMap<Integer, Map<String, Double>> scores,
        double mixedShare,
        Map<String, Double> baseMetrics) {
    public RunEvidence {
        scores = Collections.unmodifiableNavigableMap(new TreeMap<>(scores));
        baseMetrics = Map.copyOf(baseMetrics);
        if (!scores.containsKey(0) || scores.size() < 2) {
            throw new IllegalArgumentException(
                    "a run of a study needs an evaluation before step 1 and one after the last " + "step, " + arm
                            + " on " + family + " has evaluations at steps " + scores.keySet());
        }
    }

    /** Steps trained at the last evaluation. */
    public int lastStep() {
        return scores.lastKey();
    }
}
