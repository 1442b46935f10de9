package dev.belay.lab.study;

import dev.belay.lab.statistics.Interval;
import dev.belay.lab.statistics.SeedSpread;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a study found: the content of results.json, written by {@link ResultsJson}. Accuracies and shares lie in [0, 1].
 *
 * @param study name, also that of the file in studies/
 * @param title for people
 * @param question what the study asks, in a sentence or two
 * @param headline what all arms did, in one sentence
 * @param families base models, in the order of the study
 * @param arms one for every arm and family
 * @param comparisons paired differences of final accuracy between arms
 * @param verdicts one primary for each arm, then one for each claim
 * @param learningRate whether the shared learning rate passed the rule; null before the random arm has ended
 * @param sensitivity the same at other learning rates, when they were run
 * @param notes what cannot be concluded
 * @param provenance versions, machine, commit, hashes
 */
public record StudyResults(
        String study,
        String title,
        String question,
        String headline,
        Settings settings,
        List<Family> families,
        List<Arm> arms,
        List<Comparison> comparisons,
        List<Verdict> verdicts,
        @Nullable RateCheck learningRate,
        List<Sensitivity> sensitivity,
        List<String> notes,
        Map<String, Object> provenance) {
    public StudyResults {
        families = List.copyOf(families);
        arms = List.copyOf(arms);
        comparisons = List.copyOf(comparisons);
        verdicts = List.copyOf(verdicts);
        sensitivity = List.copyOf(sensitivity);
        notes = List.copyOf(notes);
        provenance = Map.copyOf(provenance);
    }

    /**
     * What all arms share.
     *
     * @param measure how accuracy was measured, in words
     * @param level of every interval
     * @param margin changes within it count as none, in accuracy
     * @param duration wall-clock of the study, in words
     */
    public record Settings(
            int steps,
            int seeds,
            double learningRate,
            int heldOutProblems,
            String measure,
            double level,
            int draws,
            double margin,
            String duration) {}

    /** A base model before training: {@code accuracy} sampled, {@code greedy} at temperature 0, {@code parsed} the share with a readable answer. */
    public record Family(
            String name, String model, Interval accuracy, double greedy, double parsed, List<Strategy> strategies) {}

    /** One way of answering: its share of completions and the accuracy of those. */
    public record Strategy(String name, double share, double accuracy) {}

    /**
     * One arm on one family.
     *
     * @param kind colour group of the report: clean, noise, random, format or other
     * @param reward what the arm pays for, in words
     * @param gain paired change from the base
     * @param keptOfClean part of the clean arm's gain; null where that gain is not clearly above zero
     * @param seedSpread null for a single seed
     * @param mixedShare mean share of groups whose members were paid differently
     * @param curve accuracy over steps, all seeds together
     * @param papers the published figures to stand beside
     */
    public record Arm(
            String name,
            String label,
            String family,
            String kind,
            String reward,
            List<Long> seeds,
            Interval baseAccuracy,
            Interval finalAccuracy,
            Interval gain,
            @Nullable Interval keptOfClean,
            @Nullable SeedSpread seedSpread,
            double mixedShare,
            Curve curve,
            List<SeedCurve> curves,
            List<Paper> papers) {}

    /** Accuracy after each of some numbers of steps, with its interval. */
    public record Curve(List<Integer> step, List<Double> accuracy, List<Double> low, List<Double> high) {}

    /** The curve of one seed; its interval is over problems only. */
    public record SeedCurve(long seed, Curve curve) {}

    /** A published figure and where it stands. */
    public record Paper(String source, String figure) {}

    /** Paired difference of final accuracy, {@code a - b}. */
    public record Comparison(String a, String b, String family, Interval difference) {}

    /**
     * A sentence that its intervals carry.
     *
     * @param claim what was asked
     * @param arm the arm it is about
     * @param families families it was tested on
     * @param kind higher, lower, small, unchanged, unclear, or mixed when families differ
     * @param primary the arm's own change from the base, not one of the study's claims
     */
    public record Verdict(
            String claim, String arm, List<String> families, String kind, String sentence, boolean primary) {}

    /**
     * Whether the learning rate passed the rule.
     *
     * @param stayedPut the random arm ended within its interval of the base on every family
     */
    public record RateCheck(double value, String rule, boolean stayedPut, String statement) {}

    /** Change of the clean and the random arm from the base at one learning rate. */
    public record Sensitivity(double learningRate, String family, Interval clean, Interval random, boolean stayedPut) {}
}
