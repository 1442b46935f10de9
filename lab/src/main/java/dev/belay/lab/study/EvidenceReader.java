package dev.belay.lab.study;

import dev.belay.lab.rollouts.RolloutFiles;
import dev.belay.loop.run.MetricsLog;
import dev.belay.loop.run.MetricsRow;
import dev.belay.loop.run.RunDirectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a study needs out of a finished run's directory. */
final class EvidenceReader {
    private static final String EVALUATION_PREFIX = "eval_";
    private static final String MIXED_GROUPS = "reward/groups/mixed";

    private EvidenceReader() {}

    static RunEvidence read(PlannedRun run, Measure measure) {
        RunDirectory directory = new RunDirectory(run.folder());
        List<MetricsRow> rows = MetricsLog.read(directory.metrics());
        return new RunEvidence(
                run.arm(),
                run.family(),
                run.seed(),
                new RolloutFiles(directory.rollouts()).scores(measure.kind()),
                mixedShare(rows),
                baseMetrics(rows));
    }

    private static double mixedShare(List<MetricsRow> rows) {
        return rows.stream()
                .filter(r -> !r.evaluation())
                .mapToDouble(r -> r.values().getOrDefault(MIXED_GROUPS, Double.NaN))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    private static Map<String, Double> baseMetrics(List<MetricsRow> rows) {
        Map<String, Double> metrics = new HashMap<>();
        rows.stream()
                .filter(r -> r.evaluation() && r.step() == 0)
                .forEach(r -> r.values().forEach((name, value) -> metrics.put(plain(name), value)));
        return metrics;
    }

    private static String plain(String name) {
        return name.startsWith(EVALUATION_PREFIX) ? name.substring(EVALUATION_PREFIX.length()) : name;
    }
}
