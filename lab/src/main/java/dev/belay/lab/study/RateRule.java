package dev.belay.lab.study;

import dev.belay.lab.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule for the one learning rate of a study: the largest at which the random arm stays within its interval of the
 * base. Adam moves a model as far under a reward without information as under one with it, so above that rate every
 * noisy arm merely shows how far the steps reach.
 */
final class RateRule {
    private static final String WHY =
            " Adam takes steps of the same length whether or not the reward says anything, so too large a rate would destroy "
                    + "the model under every uninformative reward, and that collapse would look like an effect of the reward's "
                    + "meaning.";

    private static final String CHOSEN =
            "All arms share one learning rate, chosen by the rule: of the rates compared, the "
                    + "largest at which training under the random reward leaves accuracy within the base's interval."
                    + WHY;

    private static final String NOT_THE_LARGEST =
            "All arms share one learning rate. It was set in the study file and is not "
                    + "the one that the rule would choose among the rates compared: the largest at which training under the random "
                    + "reward leaves accuracy within the base's interval." + WHY;

    private static final String SET =
            "All arms share one learning rate. It was set in the study file; no other rate was "
                    + "compared in this study. Whether it is too large shows in this study's own random arm, whose accuracy must stay "
                    + "within the base's interval." + WHY;

    private RateRule() {}

    /** Whether the random arm's accuracy lies within the base's interval at every evaluation. */
    static boolean stayedPut(StudyResults.Arm random) {
        return left(random).isEmpty();
    }

    /** How the rate was come by, as far as the findings at other rates show it. */
    private static String origin(double learningRate, List<StudyResults.Sensitivity> compared) {
        if (compared.isEmpty()) {
            return SET;
        }
        Optional<Double> chosen = compared.stream()
                .map(StudyResults.Sensitivity::learningRate)
                .distinct()
                .filter(rate -> compared.stream()
                        .filter(s -> s.learningRate() == rate)
                        .allMatch(StudyResults.Sensitivity::stayedPut))
                .max(Double::compare);
        return chosen.filter(rate -> rate == learningRate).isPresent() ? CHOSEN : NOT_THE_LARGEST;
    }

    /**
     * Checks the random arms of all families; empty when the study has none.
     *
     * @param compared findings at several rates, from {@link LearningRates}; empty when it was not run
     */
    static Optional<StudyResults.RateCheck> check(
            List<StudyResults.Arm> arms, double learningRate, List<StudyResults.Sensitivity> compared) {
        List<StudyResults.Arm> random =
                arms.stream().filter(a -> a.kind().equals("random")).toList();
        if (random.isEmpty()) {
            return Optional.empty();
        }
        List<String> sentences = new ArrayList<>();
        random.forEach(arm -> sentences.add(sentence(arm, learningRate, random.size() > 1)));
        boolean all = random.stream().allMatch(RateRule::stayedPut);
        if (!all) {
            sentences.add(
                    "Read the other arms with that in mind: part of a loss may be the length of the steps and not "
                            + "the reward.");
        }
        return Optional.of(new StudyResults.RateCheck(
                learningRate, origin(learningRate, compared), all, String.join(" ", sentences)));
    }

    private static String sentence(StudyResults.Arm arm, double learningRate, boolean several) {
        List<Double> after =
                arm.curve().accuracy().subList(1, arm.curve().accuracy().size());
        double lowest = after.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        double highest = after.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        Interval base = arm.baseAccuracy();
        String where = several ? " on " + arm.family() : "";
        String bounds = "the base's interval of " + percent(base.low()) + " to " + percent(base.high());
        return left(arm)
                .map(step -> "At " + rate(learningRate) + " the random arm did not stay put" + where + ": it left "
                        + bounds + " at step " + step + " and ended at "
                        + percent(arm.finalAccuracy().estimate()) + ".")
                .orElseGet(() -> "At " + rate(learningRate) + " the random arm stayed put" + where + ": "
                        + (after.size() == 1
                                ? "at its one evaluation its accuracy was " + percent(lowest)
                                : "at all " + after.size() + " evaluations its accuracy lay between " + percent(lowest)
                                        + " and " + percent(highest))
                        + ", inside " + bounds + ".");
    }

    /** The first evaluation outside the base's interval. */
    private static Optional<Integer> left(StudyResults.Arm arm) {
        for (int i = 1; i < arm.curve().step().size(); i++) {
            if (arm.baseAccuracy().excludes(arm.curve().accuracy().get(i))) {
                return Optional.of(arm.curve().step().get(i));
            }
        }
        return Optional.empty();
    }

    static String rate(double learningRate) {
        String text = String.format(Locale.ROOT, "%.1e", learningRate);
        return text.replace(".0e", "e").replaceAll("e([-+])0*(\\d+)", "e$1$2").replace("e+", "e");
    }

    private static String percent(double share) {
        return Verdicts.points(share) + "\u00a0%";
    }
}
