package dev.belay.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.lab.statistics.Interval;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StudyAnalysisTest {
    private static final int PROBLEMS = 200;

    @Test
    void results_oneFamily_findsWhatWasPutIn() {
        StudyResults results = analyse(plan(List.of("good"), 1), evidence(List.of("good"), 1, 0.36));

        assertThat(results.arms()).extracting(StudyResults.Arm::name).containsExactly("clean", "flip-40", "random");
        assertThat(results.arms().getFirst().gain().low()).isGreaterThan(0.2);
        assertThat(results.arms().getLast().gain().contains(0)).isTrue();
        assertThat(results.headline()).startsWith("On the good family, clean and flip 40 % end above the base");
        assertThat(results.comparisons()).hasSize(3);
        assertThat(results.verdicts()).hasSize(4);
        assertThat(results.verdicts().getFirst().kind()).isEqualTo("higher");
        assertThat(results.verdicts().toString()).doesNotContain("improve");
        assertThat(results.notes().toString())
                .contains("one seed")
                .contains("Only one family")
                .contains("format-only");
        assertThat(results.families().getFirst().strategies())
                .containsExactly(new StudyResults.Strategy("code", 0.62, 0.31));
    }

    @Test
    void results_keptShare_ofNoisyArmsOnly() {
        StudyResults results = analyse(plan(List.of("good"), 1), evidence(List.of("good"), 1, 0.36));
        // clean .36 -> .76, flip-40 .36 -> .56: half of the gain is kept
        assertThat(Objects.requireNonNull(results.arms().get(1).keptOfClean()).estimate())
                .isCloseTo(0.5, within(0.2));
        assertThat(results.arms().get(0).keptOfClean()).isNull();
        assertThat(results.arms().get(2).keptOfClean()).isNull();
    }

    @Test
    void results_threeFamiliesAndSeeds_sayImproves() {
        List<String> families = List.of("good", "bad", "none");
        StudyResults results = analyse(plan(families, 3), evidence(families, 3, 0.36));
        assertThat(results.arms()).hasSize(9);
        assertThat(results.headline())
                .startsWith("On the families good, bad and none, clean and flip 40 % end above the base");
        assertThat(results.verdicts().getFirst().sentence())
                .contains("improves")
                .contains("all 3 families");
        assertThat(results.arms().getFirst().seedSpread()).isNotNull();
        assertThat(results.arms().getFirst().curves()).hasSize(3);
        assertThat(results.notes().toString()).doesNotContain("Only one family");
    }

    @Test
    void results_sameEvidence_sameBits() {
        assertThat(analyse(plan(List.of("good"), 1), evidence(List.of("good"), 1, 0.36)))
                .isEqualTo(analyse(plan(List.of("good"), 1), evidence(List.of("good"), 1, 0.36)));
    }

    @Test
    void learningRate_randomArmStays_saysSo() {
        StudyResults.RateCheck check =
                Objects.requireNonNull(analyse(plan(List.of("good"), 1), evidence(List.of("good"), 1, 0.36))
                        .learningRate());
        assertThat(check.stayedPut()).isTrue();
        assertThat(check.statement()).startsWith("At 3e-5 the random arm stayed put: at all 2 evaluations");
    }

    @Test
    void learningRate_randomArmCollapses_warns() {
        StudyResults.RateCheck check =
                Objects.requireNonNull(analyse(plan(List.of("good"), 1), evidence(List.of("good"), 1, 0.05))
                        .learningRate());
        assertThat(check.stayedPut()).isFalse();
        assertThat(check.statement()).contains("did not stay put").contains("length of the steps");
    }

    @Test
    void learningRate_rule_saysHowTheRateWasComeBy() {
        assertThat(rule()).contains("set in the study file").doesNotContain("chosen by the rule");
        // the largest of the rates at which the random arm stayed put is 3e-5, the study's
        assertThat(rule(at(1e-5, true), at(3e-5, true), at(1e-4, false))).contains("chosen by the rule");
        assertThat(rule(at(3e-5, true), at(1e-4, true))).contains("not the one that the rule would choose");
        assertThat(rule(at(3e-5, true), at(3e-5, false))).contains("not the one that the rule would choose");
    }

    private static StudyResults.Sensitivity at(double rate, boolean stayedPut) {
        Interval none = new Interval(0, 0, 0, 0.95);
        return new StudyResults.Sensitivity(rate, "good", none, none, stayedPut);
    }

    private static String rule(StudyResults.Sensitivity... compared) {
        StudyPlan plan = plan(List.of("good"), 1);
        return Objects.requireNonNull(analyse(plan, evidence(List.of("good"), 1, 0.36), List.of(compared))
                        .learningRate())
                .rule();
    }

    @Test
    void rate_isWrittenShortly() {
        assertThat(List.of(RateRule.rate(3e-5), RateRule.rate(1e-4), RateRule.rate(2.5e-5), RateRule.rate(1e-10)))
                .containsExactly("3e-5", "1e-4", "2.5e-5", "1e-10");
    }

    @Test
    void results_problemMissingInOneEvaluation_isLeftOutOfAll() {
        List<RunEvidence> runs = new ArrayList<>(evidence(List.of("good"), 1, 0.36));
        RunEvidence first = runs.getFirst();
        TreeMap<Integer, Map<String, Double>> scores = new TreeMap<>(first.scores());
        Map<String, Double> fewer = new HashMap<>(first.scores().firstEntry().getValue());
        fewer.remove("p7");
        scores.put(0, fewer);
        runs.set(0, new RunEvidence("clean", "good", 0, scores, 0.6, first.baseMetrics()));
        StudyResults results = analyse(plan(List.of("good"), 1), runs);
        assertThat(results.settings().heldOutProblems()).isEqualTo(PROBLEMS - 1);
        assertThat(results.notes().toString()).contains("1 held-out problems could not be graded");
    }

    @Test
    void runEvidence_withoutFinalEvaluation_isRefused() {
        TreeMap<Integer, Map<String, Double>> base = new TreeMap<>(Map.of(0, Map.of("p", 1.0)));
        assertThatThrownBy(() -> new RunEvidence("clean", "good", 0, base, 0.5, Map.of()))
                .hasMessageContaining("evaluations at steps [0]");
    }

    private static StudyResults analyse(StudyPlan plan, List<RunEvidence> evidence) {
        return analyse(plan, evidence, List.of());
    }

    private static StudyResults analyse(
            StudyPlan plan, List<RunEvidence> evidence, List<StudyResults.Sensitivity> compared) {
        return new StudyAnalysis(plan, evidence).results(3e-5, compared, "in words", "1 min", Map.of());
    }

    private static StudyPlan plan(List<String> run, int seeds) {
        return new StudyPlan(
                "test",
                "A test",
                "What happens?",
                Map.of("good", "belay:good", "bad", "belay:bad", "none", "belay:none"),
                run,
                seeds,
                Measure.SAMPLED,
                0.05,
                0.95,
                500,
                List.of(),
                List.of(
                        new ArmPlan("clean", "clean", ArmKind.CLEAN, "the right answer", List.of()),
                        new ArmPlan("flip-40", "flip 40 %", ArmKind.NOISE, "flipped", List.of()),
                        new ArmPlan("random", "random", ArmKind.RANDOM, "chance", List.of())),
                List.of(new ClaimPlan("Noise costs little.", "flip-40", "clean")),
                List.of());
    }

    /** Every run starts at .36; clean ends at .76, flip-40 at .56, random where it is told to. */
    private static List<RunEvidence> evidence(List<String> families, int seeds, double randomEnd) {
        List<RunEvidence> runs = new ArrayList<>();
        for (String family : families) {
            for (int seed = 0; seed < seeds; seed++) {
                runs.add(run("clean", family, seed, 0.76));
                runs.add(run("flip-40", family, seed, 0.56));
                runs.add(run("random", family, seed, randomEnd));
            }
        }
        return runs;
    }

    private static RunEvidence run(String arm, String family, long seed, double end) {
        RandomKey key = RandomKey.of(1).child(family);
        TreeMap<Integer, Map<String, Double>> scores = new TreeMap<>();
        for (int step = 0; step <= 20; step += 10) {
            double accuracy = 0.36 + (end - 0.36) * step / 20;
            Map<String, Double> row = new HashMap<>();
            for (int n = 0; n < PROBLEMS; n++) {
                row.put("p" + n, key.uniform(n) < accuracy ? 1.0 : 0.0);
            }
            scores.put(step, row);
        }
        return new RunEvidence(
                arm,
                family,
                seed,
                scores,
                0.6,
                Map.of(
                        "sampled/strategy/code/share",
                        0.62,
                        "sampled/strategy/code/accuracy",
                        0.31,
                        "greedy/accuracy",
                        0.49));
    }
}
