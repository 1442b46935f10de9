package dev.belay.verify.rules.repetition;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;
import dev.belay.verify.rules.TextRule;

/**
 * A fixed penalty as soon as any n-gram occurs {@code limit} times; else 0.
 *
 * <p>Source: RLPR (arXiv 2506.18254), whose code penalises any 10-gram seen 10 times, cutting words at blanks and
 * underscores.
 *
 * @param n length of a gram
 * @param limit occurrences that trigger the penalty, at least 2
 * @param penalty the score then; not positive
 * @param words how a text is cut
 */
public record NgramLimit(int n, int limit, double penalty, WordForm words) implements TextRule {

    public NgramLimit {
        NgramArguments.requireLength(n);
        NgramArguments.requirePenalty(penalty);
        if (limit < 2) {
            throw new IllegalArgumentException("limit must be at least 2 occurrences, got " + limit);
        }
    }

    /** RLPR's values: 10-grams, 10 times, -1. */
    public static NgramLimit rlpr() {
        return new NgramLimit(10, 10, -1, WordForm.BLANK_OR_UNDERSCORE);
    }

    @Override
    public RuleResult check(String text) {
        return check(Ngrams.tokens(words.words(text)));
    }

    /** The same on token ids. */
    public RuleResult check(int[] tokens) {
        int most = 0;
        for (int count : Ngrams.counts(tokens, n)) {
            most = Math.max(most, count);
        }
        boolean passed = most < limit;
        String reason = "commonest " + n + "-gram occurs " + most + " times, limit " + limit;
        return new RuleResult(passed, passed ? 0 : penalty, reason, "");
    }

    @Override
    public ScoreRange range() {
        return new ScoreRange(penalty, 0);
    }
}
