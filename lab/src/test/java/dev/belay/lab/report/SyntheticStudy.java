package dev.belay.lab.report;

import dev.belay.lab.rollouts.Sample;
import dev.belay.lab.statistics.Interval;
import dev.belay.lab.statistics.SeedSpread;
import dev.belay.lab.study.StudyResults;
import dev.belay.lab.study.Verdicts;
import dev.belay.lab.study.Verdicts.Finding;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Made-up results of the shape a real study has, to draw and test reports with. */
final class SyntheticStudy {
    private static final int STEPS = 60;
    private static final RandomKey KEY = RandomKey.of(3);

    private SyntheticStudy() {}

    private record Plan(String name, String label, String kind, String reward, double end, String paper) {}

    private static final List<Plan> PLANS = List.of(
            new Plan("clean", "clean", "clean", "pays for the right answer", 0.71, "4.8 to 75.9 (MATH-500)"),
            new Plan("flip-20", "flip 20 %", "noise", "right answer, flipped for 20 % of groups", 0.67, "as clean"),
            new Plan("flip-40", "flip 40 %", "noise", "right answer, flipped for 40 % of groups", 0.58, "72.0"),
            new Plan("flip-50", "flip 50 %", "noise", "right answer, flipped for half of the groups", 0.33, "collapse"),
            new Plan("random", "random", "random", "a coin toss for each answer", 0.34, "+21.4 / \u22128.5"),
            new Plan("format", "format only", "format", "any boxed answer, right or wrong", 0.39, "+13.8 / +0.4"),
            new Plan("phrases", "phrases", "other", "reasoning phrases, boxed", 0.31, "70.2 at its peak"));

    static StudyResults results(int seeds, List<String> families) {
        List<StudyResults.Arm> arms = new ArrayList<>();
        for (String family : families) {
            double shift = families.indexOf(family) * 0.08;
            for (Plan plan : PLANS) {
                arms.add(arm(plan, family, seeds, plan.end() - shift));
            }
        }
        return new StudyResults(
                "noisy-rewards",
                "What survives a reward that cannot be trusted?",
                "One small model, trained seven times on the same problems, in the same order, at the same learning "
                        + "rate. Only the reward differs.",
                "On the good family, clean, flip 20 % and flip 40 % end above the base; for flip 50 %, random, format "
                        + "only and phrases no change can be shown.",
                settings(seeds),
                families.stream().map(SyntheticStudy::family).toList(),
                arms,
                List.of(
                        new StudyResults.Comparison("flip-40", "clean", families.getFirst(), around(-0.13, 0.04)),
                        new StudyResults.Comparison("format", "random", families.getFirst(), around(0.05, 0.05))),
                verdicts(seeds, families, arms),
                new StudyResults.RateCheck(
                        3e-5,
                        "The rate is the largest at which the random arm stays within its interval of the base.",
                        true,
                        "At 3e-5 the random arm stayed put: its change is \u22122.0 points, interval \u22126.0 to +2.0."),
                List.of(),
                List.of(
                        "One seed an arm: the intervals speak of problems, not of other seeds.",
                        "Nothing about large models follows."),
                Map.of("belay", "0.1.0", "commit", "0000000", "machine", "2 cores"));
    }

    private static StudyResults.Settings settings(int seeds) {
        return new StudyResults.Settings(
                STEPS, seeds, 3e-5, 256, "four samples each at temperature 0.6", 0.95, 2000, 0.05, "6 min 12 s");
    }

    private static List<StudyResults.Verdict> verdicts(int seeds, List<String> families, List<StudyResults.Arm> arms) {
        List<StudyResults.Verdict> verdicts = new ArrayList<>();
        Verdicts words = new Verdicts(0.05, seeds);
        for (Plan plan : PLANS) {
            List<Finding> findings = arms.stream()
                    .filter(a -> a.name().equals(plan.name()))
                    .map(a -> new Finding(a.family(), a.gain()))
                    .toList();
            verdicts.add(new StudyResults.Verdict(
                    "Change from the base",
                    plan.name(),
                    families,
                    words.kind(findings).name().toLowerCase(java.util.Locale.ROOT),
                    words.sentence("the " + plan.label() + " reward", "the base", findings),
                    true));
        }
        verdicts.add(new StudyResults.Verdict(
                "Training survives rewards that are flipped with up to 40 % probability.",
                "flip-40",
                families,
                "lower",
                words.sentence(
                        "the flip 40 % reward",
                        "the clean reward",
                        List.of(new Finding(families.getFirst(), new Interval(-0.13, -0.17, -0.09, 0.95)))),
                false));
        return verdicts;
    }

    private static StudyResults.Family family(String name) {
        return new StudyResults.Family(
                name,
                "belay:crag-" + name,
                around(0.36, 0.04),
                0.49,
                0.77,
                List.of(new StudyResults.Strategy("code", 0.62, 0.31), new StudyResults.Strategy("plain", 0.38, 0.42)));
    }

    private static StudyResults.Arm arm(Plan plan, String family, int seeds, double end) {
        List<Integer> steps =
                IntStream.rangeClosed(0, 6).map(i -> i * 10).boxed().toList();
        List<Double> accuracy = steps.stream().map(s -> progress(0.36, end, s)).toList();
        StudyResults.Curve curve = new StudyResults.Curve(
                steps,
                accuracy,
                accuracy.stream().map(a -> a - 0.04).toList(),
                accuracy.stream().map(a -> a + 0.04).toList());
        List<Long> seedList = IntStream.range(0, seeds).mapToObj(i -> (long) i).toList();
        return new StudyResults.Arm(
                plan.name(),
                plan.label(),
                family,
                plan.kind(),
                plan.reward(),
                seedList,
                around(0.36, 0.04),
                around(end, 0.04),
                around(end - 0.36, 0.045),
                plan.kind().equals("noise") ? around((end - 0.36) / 0.35, 0.12) : null,
                seeds > 1 ? new SeedSpread(seeds, 0.021, end - 0.03, end + 0.03, 0.02) : null,
                0.63,
                curve,
                seedList.stream().map(s -> new StudyResults.SeedCurve(s, curve)).toList(),
                List.of(new StudyResults.Paper("arXiv 2505.22653, Qwen2.5-7B", plan.paper())));
    }

    static List<RunData> runs(int seeds, List<String> families) {
        List<RunData> runs = new ArrayList<>();
        for (String family : families) {
            for (Plan plan : PLANS) {
                for (long seed = 0; seed < seeds; seed++) {
                    runs.add(run(plan, family, seed, "ordinary text"));
                }
            }
        }
        return runs;
    }

    /** A run whose samples contain the given text. */
    static RunData hostile(String text) {
        return run(PLANS.getFirst(), "good", 0, text);
    }

    private static RunData run(Plan plan, String family, long seed, String text) {
        return new RunData(
                plan.name(),
                family,
                seed,
                "runs/" + plan.name() + "-" + seed,
                series(plan, seed),
                IntStream.range(0, 10).mapToObj(i -> sample(i, text)).toList(),
                "name: " + plan.name() + "\nsteps: 60\n",
                Map.of("seed", seed));
    }

    private static Map<String, List<@Nullable Double>> series(Plan plan, long seed) {
        Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
        series.put("step", each(i -> i + 1.0));
        boolean blind = plan.kind().equals("random") || plan.kind().equals("other");
        put(series, plan, seed, "true", 0.36, plan.end(), 0.06);
        put(series, plan, seed, "seen", blind ? 0.5 : 0.4, blind ? 0.5 : plan.end() - 0.05, 0.06);
        for (String kind : List.of("Paid", "Right")) {
            put(series, plan, seed, "all" + kind, 0.12, plan.end() / 2, 0.03);
            put(series, plan, seed, "mixed" + kind, 0.68, 0.4, 0.03);
            series.put(
                    "none" + kind,
                    each(i -> Math.max(0, 1 - at(series, "all" + kind, i) - at(series, "mixed" + kind, i))));
        }
        put(series, plan, seed, "share/code", 0.62, plan.end(), 0.02);
        series.put("share/plain", each(i -> 1 - at(series, "share/code", i)));
        put(series, plan, seed, "accuracy/code", 0.31, plan.end(), 0.04);
        put(series, plan, seed, "accuracy/plain", 0.42, plan.end(), 0.04);
        put(series, plan, seed, "lengthRight", 42, 40, 2);
        put(series, plan, seed, "lengthWrong", 48, 55, 3);
        put(series, plan, seed, "entropy", 0.42, 0.2, 0.02);
        put(series, plan, seed, "clip", 0.01, 0.02, 0.004);
        put(series, plan, seed, "parse", 0.77, 0.97, 0.02);
        put(series, plan, seed, "lag", 2e-6, 3e-6, 1e-6);
        put(series, plan, seed, "gradNorm", 0.8, 0.5, 0.1);
        return series;
    }

    private static Sample sample(int i, String text) {
        boolean right = i % 3 != 0;
        boolean graded = i != 8;
        int answer = right ? 22 : 12;
        return new Sample(
                1 + i * 6,
                "p" + i,
                "Q 9-2+7+8?",
                "code 9-2=7;7+7=14;14+8=" + answer + " \\box{" + answer + "}. " + (i == 9 ? text : ""),
                "22",
                graded ? right : null,
                graded ? (i % 4 == 0 ? 1.0 : 0.0) : null,
                graded ? (right ? 1.0 : 0.0) : null,
                0.7 - i * 0.15,
                i % 2 == 0 ? "code" : "plain",
                i == 7 ? "length" : "stop",
                right ? "boxed 22 equals 22" : "boxed 12, expected 22",
                Map.of("boxed-format", 1.0));
    }

    private static List<@Nullable Double> each(IntToDoubleFunction value) {
        return IntStream.range(0, STEPS)
                .mapToObj(i -> (@Nullable Double) value.applyAsDouble(i))
                .toList();
    }

    private static double at(Map<String, List<@Nullable Double>> series, String name, int i) {
        Double value = series.getOrDefault(name, List.of()).get(i);
        return value == null ? 0 : value;
    }

    private static void put(
            Map<String, List<@Nullable Double>> series,
            Plan plan,
            long seed,
            String name,
            double from,
            double to,
            double noise) {
        RandomKey key = KEY.child(plan.name()).child(name).child(seed);
        series.put(name, each(i -> progress(from, to, i) + noise * 2 * (key.uniform(i) - 0.5)));
    }

    private static double progress(double from, double to, int step) {
        return from + (to - from) * (1 - Math.exp(-step / 20.0));
    }

    private static Interval around(double value, double half) {
        return new Interval(value, value - half, value + half, 0.95);
    }
}
