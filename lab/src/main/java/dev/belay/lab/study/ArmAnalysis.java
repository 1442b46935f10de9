package dev.belay.lab.study;

import dev.belay.lab.statistics.CrossedBootstrap;
import dev.belay.lab.statistics.Interval;
import dev.belay.lab.statistics.Outcomes;
import dev.belay.lab.statistics.SeedSpread;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** One family's arms with their intervals. Every interval has a stream of its own, named after what it is of. */
record ArmAnalysis(StudyPlan plan, FamilyEvidence evidence) {
    private static final long STATISTICS_SEED = 20_250_522;

    List<StudyResults.Arm> arms() {
        return plan.arms().stream().map(this::arm).toList();
    }

    private StudyResults.Arm arm(ArmPlan arm) {
        Outcomes base = evidence.base();
        Outcomes end = evidence.last(arm.name());
        List<RunEvidence> runs = evidence.arm(arm.name());
        return new StudyResults.Arm(
                arm.name(),
                arm.label(),
                evidence.family(),
                arm.kind().name().toLowerCase(Locale.ROOT),
                arm.reward(),
                runs.stream().map(RunEvidence::seed).toList(),
                bootstrap("base").mean(base),
                bootstrap("final/" + arm.name()).mean(end),
                gain(arm.name()),
                kept(arm, end, base),
                runs.size() > 1 ? SeedSpread.of(end) : null,
                runs.stream().mapToDouble(RunEvidence::mixedShare).average().orElse(Double.NaN),
                curve(arm.name(), runs),
                runs.stream()
                        .map(r -> new StudyResults.SeedCurve(r.seed(), curve(arm.name() + "/" + r.seed(), List.of(r))))
                        .toList(),
                arm.papers().stream()
                        .map(p -> new StudyResults.Paper(p.source(), p.figure()))
                        .toList());
    }

    Interval gain(String arm) {
        return difference(arm, StudyPlan.BASE);
    }

    /** Final accuracy of {@code arm} less that of {@code against}, which may be the base. */
    Interval difference(String arm, String against) {
        Outcomes other = against.equals(StudyPlan.BASE) ? evidence.base() : evidence.last(against);
        return bootstrap("difference/" + arm + "/" + against).difference(evidence.last(arm), other);
    }

    /** The part of the clean gain that a noisy arm kept; null for other arms and where clean gained nothing. */
    private @Nullable Interval kept(ArmPlan arm, Outcomes end, Outcomes base) {
        if (arm.kind() != ArmKind.NOISE) {
            return null;
        }
        return plan.arms().stream()
                .filter(a -> a.kind() == ArmKind.CLEAN && gain(a.name()).low() > 0)
                .findFirst()
                .map(clean -> bootstrap("kept/" + arm.name()).keptShare(end, evidence.last(clean.name()), base))
                .orElse(null);
    }

    private StudyResults.Curve curve(String stream, List<RunEvidence> runs) {
        SortedSet<Integer> steps = evidence.steps(runs.getFirst().arm());
        List<Double> accuracy = new ArrayList<>();
        List<Double> low = new ArrayList<>();
        List<Double> high = new ArrayList<>();
        for (int step : steps) {
            Interval interval = bootstrap("curve/" + stream + "/" + step).mean(evidence.outcomes(runs, step));
            accuracy.add(interval.estimate());
            low.add(interval.low());
            high.add(interval.high());
        }
        return new StudyResults.Curve(List.copyOf(steps), accuracy, low, high);
    }

    CrossedBootstrap bootstrap(String what) {
        RandomKey key = RandomKey.of(STATISTICS_SEED).child(evidence.family()).child(what);
        return new CrossedBootstrap(key, plan.draws(), plan.level());
    }

    /** The base model as its first evaluation found it. */
    StudyResults.Family family() {
        var metrics = evidence.runs().getFirst().baseMetrics();
        String prefix = plan.measure().kind() + "/strategy/";
        List<StudyResults.Strategy> strategies = metrics.keySet().stream()
                .filter(k -> k.startsWith(prefix) && k.endsWith("/share"))
                .map(k -> k.substring(prefix.length(), k.length() - "/share".length()))
                .sorted()
                .map(name -> new StudyResults.Strategy(
                        name,
                        metrics.getOrDefault(prefix + name + "/share", Double.NaN),
                        metrics.getOrDefault(prefix + name + "/accuracy", Double.NaN)))
                .toList();
        return new StudyResults.Family(
                evidence.family(),
                plan.families().getOrDefault(evidence.family(), ""),
                bootstrap("base").mean(evidence.base()),
                metrics.getOrDefault("greedy/accuracy", Double.NaN),
                metrics.getOrDefault(plan.measure().kind() + "/parse_rate", Double.NaN),
                strategies);
    }
}
