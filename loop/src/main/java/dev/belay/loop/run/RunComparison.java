package dev.belay.loop.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the repetition of a run differs from the run.
 *
 * @param rows rows compared
 * @param differences one sentence for each, in the order of the run, the first {@value #SHOWN} of them; empty when metrics and
 *     final weights are equal bit for bit
 */
public record RunComparison(int rows, List<String> differences) {
    private static final int SHOWN = 20;

    public RunComparison {
        differences = List.copyOf(differences);
    }

    public boolean same() {
        return differences.isEmpty();
    }

    /** Compares metrics, without what the clock says, and the weights of the last checkpoints. */
    public static RunComparison of(RunDirectory before, RunDirectory after) {
        List<MetricsRow> was = MetricsLog.read(before.metrics());
        List<MetricsRow> is = MetricsLog.read(after.metrics());
        List<String> differences = new ArrayList<>();
        if (was.size() != is.size()) {
            differences.add(was.size() + " rows of metrics became " + is.size());
        }
        int rows = Math.min(was.size(), is.size());
        for (int i = 0; i < rows; i++) {
            compare(was.get(i).repeatable(), is.get(i).repeatable(), differences);
        }
        Optional<Path> weightsWere = before.checkpoints().latest();
        Optional<Path> weightsAre = after.checkpoints().latest();
        if (weightsWere.isPresent() && weightsAre.isPresent() && !equalWeights(weightsWere.get(), weightsAre.get())) {
            differences.add("the weights of the last checkpoints differ");
        }
        return new RunComparison(rows, differences.subList(0, Math.min(SHOWN, differences.size())));
    }

    private static void compare(MetricsRow was, MetricsRow is, List<String> differences) {
        String where = (was.evaluation() ? "evaluation after step " : "step ") + was.step();
        if (was.step() != is.step() || was.evaluation() != is.evaluation()) {
            differences.add(where + " became " + (is.evaluation() ? "evaluation after step " : "step ") + is.step());
            return;
        }
        Set<String> names = new LinkedHashSet<>(was.values().keySet());
        names.addAll(is.values().keySet());
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : names) {
            Double a = was.values().get(name);
            Double b = is.values().get(name);
            if (a == null || !a.equals(b)) {
                found.put(
                        name,
                        name + " " + (a == null ? "not measured" : a) + " became " + (b == null ? "not measured" : b));
            }
        }
        if (!found.isEmpty()) {
            differences.add(where + ": " + String.join(", ", found.values()));
        }
    }

    private static boolean equalWeights(Path a, Path b) {
        return equalFiles(a, b, Checkpoints.TRAINING_STATE) && equalFiles(a, b, Checkpoints.CRITIC_STATE);
    }

    /** Whether both have a file with the same content, or neither has one. */
    private static boolean equalFiles(Path a, Path b, String name) {
        boolean there = Files.exists(a.resolve(name));
        return there == Files.exists(b.resolve(name))
                && (!there || Disk.reading(a, () -> Files.mismatch(a.resolve(name), b.resolve(name)) < 0));
    }
}
