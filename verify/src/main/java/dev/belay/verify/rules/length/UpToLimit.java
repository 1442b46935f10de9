package dev.belay.verify.rules.length;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;

/**
 * Full score below a limit, then linear decay: {@code 1} if n < limit, else {@code max(0, 1 - (n - limit) / maxTokens)}.
 *
 * <p>Source: open-instruct's up-to-length verifier. Its comment promises no negative values but the code does not clamp;
 * we clamp at 0.
 *
 * @param limitTokens the length a response should stay below
 * @param maxTokens the excess that costs everything
 */
public record UpToLimit(int limitTokens, int maxTokens) {

    public UpToLimit {
        if (limitTokens < 1 || maxTokens < 1) {
            throw new IllegalArgumentException(
                    "limitTokens and maxTokens must be at least 1, got " + limitTokens + " and " + maxTokens);
        }
    }

    public RuleResult check(int tokens) {
        LengthArguments.requireTokens(tokens);
        if (tokens < limitTokens) {
            return new RuleResult(true, 1, tokens + " tokens, below " + limitTokens, "");
        }
        double score = Math.max(0, 1 - (double) (tokens - limitTokens) / maxTokens);
        return new RuleResult(false, score, tokens + " tokens, limit " + limitTokens, "");
    }

    public ScoreRange range() {
        return ScoreRange.UNIT;
    }
}
