package dev.belay.verify.rules.repetition;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;
import dev.belay.verify.rules.TextRule;

/**
 * Penalty in proportion to the share of repeated n-grams: {@code maxPenalty * (1 - distinct / total)}; 0 for a text of
 * fewer than n words.
 *
 * <p>Source: arXiv 2502.03373 (appendix C.2), as open-r1's {@code get_repetition_penalty_reward} (n = 3, lower-cased
 * words). A text passes if no n-gram repeats.
 *
 * @param n length of a gram, in words or tokens
 * @param maxPenalty the penalty approached by a text that only repeats itself; not positive
 * @param words how a text is cut; not used for token ids
 */
public record DistinctNgramPenalty(int n, double maxPenalty, WordForm words) implements TextRule {

    public DistinctNgramPenalty {
        NgramArguments.requireLength(n);
        NgramArguments.requirePenalty(maxPenalty);
    }

    /** open-r1's recipe value: n = 3, penalty down to -1. */
    public static DistinctNgramPenalty openR1() {
        return new DistinctNgramPenalty(3, -1, WordForm.LOWER_CASE);
    }

    @Override
    public RuleResult check(String text) {
        return check(Ngrams.tokens(words.words(text)));
    }

    /** The same on token ids. */
    public RuleResult check(int[] tokens) {
        int total = Math.max(0, tokens.length - n + 1);
        int distinct = Ngrams.counts(tokens, n).length;
        double share = total == 0 ? 0 : 1 - (double) distinct / total;
        String reason = distinct + " of " + total + " " + n + "-grams distinct";
        return new RuleResult(distinct == total, 0.0 + share * maxPenalty, reason, "");
    }

    @Override
    public ScoreRange range() {
        return new ScoreRange(maxPenalty, 0);
    }
}
