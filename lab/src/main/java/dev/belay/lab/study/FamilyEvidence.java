package dev.belay.lab.study;

import dev.belay.lab.statistics.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All runs of one family, on the problems that every one of their evaluations could grade. Comparisons are paired, so a
 * problem missing in one evaluation is left out of all.
 *
 * @param problems sorted ids that all evaluations share
 * @param dropped problems that some evaluation could not grade at all
 */
record FamilyEvidence(String family, List<RunEvidence> runs, List<String> problems, int dropped) {
    static FamilyEvidence of(String family, List<RunEvidence> all) {
        List<RunEvidence> runs =
                all.stream().filter(r -> r.family().equals(family)).toList();
        Set<String> seen = new TreeSet<>();
        runs.forEach(r -> r.scores().values().forEach(s -> seen.addAll(s.keySet())));
        Set<String> shared = new TreeSet<>(seen);
        runs.forEach(r -> r.scores().values().forEach(s -> shared.retainAll(s.keySet())));
        if (shared.isEmpty()) {
            throw new IllegalStateException("family " + family + ": no held-out problem was graded in all evaluations");
        }
        return new FamilyEvidence(family, runs, List.copyOf(shared), seen.size() - shared.size());
    }

    List<RunEvidence> arm(String arm) {
        return runs.stream().filter(r -> r.arm().equals(arm)).toList();
    }

    /** The base: one row for each seed, for a seed decides which completions its evaluation sampled. */
    Outcomes base() {
        TreeMap<Long, RunEvidence> bySeed = new TreeMap<>();
        runs.forEach(r -> bySeed.putIfAbsent(r.seed(), r));
        return outcomes(List.copyOf(bySeed.values()), 0);
    }

    /** An arm after {@code step} steps, one row for each seed. */
    Outcomes at(String arm, int step) {
        return outcomes(arm(arm), step);
    }

    Outcomes last(String arm) {
        return at(arm, steps(arm).last());
    }

    /** Steps at which every seed of the arm was evaluated. */
    SortedSet<Integer> steps(String arm) {
        SortedSet<Integer> steps = new TreeSet<>(arm(arm).getFirst().scores().keySet());
        arm(arm).forEach(r -> steps.retainAll(r.scores().keySet()));
        return steps;
    }

    Outcomes outcomes(List<RunEvidence> some, int step) {
        List<double[]> rows = new ArrayList<>();
        for (RunEvidence run : some) {
            Map<String, Double> scores = run.scores().getOrDefault(step, Map.of());
            rows.add(problems.stream()
                    .mapToDouble(p -> scores.getOrDefault(p, Double.NaN))
                    .toArray());
        }
        return new Outcomes(problems, rows.toArray(double[][]::new));
    }
}
