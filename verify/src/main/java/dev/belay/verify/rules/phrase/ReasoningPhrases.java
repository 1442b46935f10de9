package dev.belay.verify.rules.phrase;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;
import dev.belay.verify.rules.TextRule;
import dev.belay.verify.rules.repetition.RepeatedNgramShare;
import dev.belay.verify.rules.text.Box;
import dev.belay.verify.rules.text.LetterCase;
import java.util.List;
import java.util.Set;

/**
 * Reasoning pattern reward (RPR): {@code max(floor, min(1, hits / divisor) - deductions)}, on the lower-cased response.
 * A text passes if its score is positive.
 *
 * <p>Source: "Noisy Rewards in Learning to Reason" (arXiv 2505.22653). The paper counts every occurrence and pays 1/40
 * ({@link #paper()}); the released code counts each phrase once, pays 1/20, needs a filled box and subtracts 1 for every
 * "user: " ({@link #code()}, {@link #openEnded()}). Phrases are plain substrings in both: "wait" also fires inside
 * "await". Counting occurrences can be farmed by repeating one phrase, so the code form is the safer one.
 *
 * @param phrases lower-case substrings
 * @param counting whether a phrase counts once or each time
 * @param divisor hits that earn a full score
 * @param deductions what is taken off
 * @param floor the least score, in [-1, 0]
 */
public record ReasoningPhrases(
        List<String> phrases, Counting counting, int divisor, Set<Deduction> deductions, double floor)
        implements TextRule {

    private static final String TURN = "user: ";

    /** How often a phrase counts. */
    public enum Counting {
        /** Once, if it occurs at all. */
        PRESENCE,
        /** Each time it occurs, without overlap. */
        OCCURRENCES
    }

    /** What lowers the score. */
    public enum Deduction {
        /** The share of repeated 20-grams ({@link RepeatedNgramShare#rpr()}). */
        REPETITION,
        /** 1 for each "user: ", a further question the model asks itself. */
        INVENTED_TURNS,
        /** Everything, if there is no complete, filled box. */
        NO_BOX
    }

    public ReasoningPhrases {
        phrases = List.copyOf(phrases);
        deductions = Set.copyOf(deductions);
        if (phrases.isEmpty()) {
            throw new IllegalArgumentException("needs at least one phrase");
        }
        for (String phrase : phrases) {
            if (phrase.isEmpty() || !phrase.equals(LetterCase.lower(phrase))) {
                throw new IllegalArgumentException("a phrase is lower-case and not empty, got \"" + phrase + "\"");
            }
        }
        if (divisor < 1) {
            throw new IllegalArgumentException("divisor must be at least 1, got " + divisor);
        }
        if (!(floor >= -1 && floor <= 0)) {
            throw new IllegalArgumentException("floor must be in [-1, 0], got " + floor);
        }
    }

    /** The paper's text: 1/40 an occurrence, minus repetition; never below -1. */
    public static ReasoningPhrases paper() {
        return new ReasoningPhrases(PhraseList.MATH, Counting.OCCURRENCES, 40, Set.of(Deduction.REPETITION), -1);
    }

    /** The math reward as released. */
    public static ReasoningPhrases code() {
        return new ReasoningPhrases(PhraseList.MATH, Counting.PRESENCE, 20, Set.of(Deduction.values()), 0);
    }

    /** The reward for open-ended tasks as released: 53 phrases, no box, no turns. */
    public static ReasoningPhrases openEnded() {
        return new ReasoningPhrases(PhraseList.OPEN_ENDED, Counting.PRESENCE, 20, Set.of(Deduction.REPETITION), 0);
    }

    @Override
    public RuleResult check(String text) {
        if (deductions.contains(Deduction.NO_BOX) && Box.lastFilled(text).isEmpty()) {
            return RuleResult.fail("no complete, filled box", "");
        }
        String lower = LetterCase.lower(text);
        int hits = 0;
        String first = "";
        for (String phrase : phrases) {
            int count = occurrences(lower, phrase, counting == Counting.PRESENCE ? 1 : Integer.MAX_VALUE);
            first = count > 0 && first.isEmpty() ? phrase : first;
            hits += count;
        }
        double score = Math.min(1, (double) hits / divisor);
        if (deductions.contains(Deduction.REPETITION)) {
            score += RepeatedNgramShare.rpr().check(lower).score();
        }
        int turns = deductions.contains(Deduction.INVENTED_TURNS) ? occurrences(lower, TURN, Integer.MAX_VALUE) : 0;
        score = Math.max(floor, score - turns);
        String reason = hits
                + (counting == Counting.PRESENCE ? " different phrases" : " phrases")
                + (turns > 0 ? ", " + turns + " invented turns" : "");
        return new RuleResult(score > 0, score, reason, first);
    }

    @Override
    public ScoreRange range() {
        return new ScoreRange(floor, 1);
    }

    private static int occurrences(String text, String phrase, int most) {
        int count = 0;
        for (int at = text.indexOf(phrase); at >= 0 && count < most; at = text.indexOf(phrase, at + phrase.length())) {
            count++;
        }
        return count;
    }
}
