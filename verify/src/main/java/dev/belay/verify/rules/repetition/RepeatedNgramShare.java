package dev.belay.verify.rules.repetition;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;
import dev.belay.verify.rules.TextRule;

/**
 * Minus the number of different n-grams that occur more than once, divided by the number of all n-grams.
 *
 * <p>Source: the term the reasoning-pattern reward subtracts (arXiv 2505.22653, code: 20-grams of words). Known weakness,
 * kept because runs are compared with it: a block repeated k times scores about -1/k, so the penalty shrinks the more a
 * text loops. For a penalty that grows use {@link DistinctNgramPenalty} or {@link BackToBackRepeat}.
 *
 * @param n length of a gram, in words
 * @param words how a text is cut
 */
public record RepeatedNgramShare(int n, WordForm words) implements TextRule {

    public RepeatedNgramShare {
        NgramArguments.requireLength(n);
    }

    /** 20-grams of exact words. */
    public static RepeatedNgramShare rpr() {
        return new RepeatedNgramShare(20, WordForm.EXACT);
    }

    @Override
    public RuleResult check(String text) {
        int[] counts = Ngrams.counts(Ngrams.tokens(words.words(text)), n);
        int total = 0;
        int repeated = 0;
        for (int count : counts) {
            total += count;
            repeated += count > 1 ? 1 : 0;
        }
        double share = total == 0 ? 0 : (double) repeated / total;
        String reason = repeated + " different " + n + "-grams repeat, of " + total + " in all";
        return new RuleResult(repeated == 0, 0.0 - share, reason, "");
    }

    @Override
    public ScoreRange range() {
        return new ScoreRange(-1, 0);
    }
}
