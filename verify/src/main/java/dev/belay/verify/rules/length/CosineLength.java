package dev.belay.verify.rules.length;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;

/**
 * Cosine length reward: half a cosine from the score at length 0 to the score at {@code maxTokens}, one curve for right
 * responses (short is better) and one for wrong ones (long is less bad).
 *
 * <pre>  score = end + (start - end) / 2 * (1 + cos(pi * min(n, maxTokens) / maxTokens))</pre>
 *
 * <p>Source: "Demystifying Long Chain-of-Thought Reasoning" (arXiv 2502.03373, appendix C.1); the default band is
 * open-r1's {@code cosine_scaled_reward}. Lengths beyond the maximum are clamped: open-r1 does not, and there the cosine
 * turns and pays overlong right answers again. The paper's separate penalty for exceeding the limit is
 * {@link SoftOverlong}'s business.
 *
 * @param right scores of a right response
 * @param wrong scores of a wrong response
 * @param maxTokens length at which both curves end
 */
public record CosineLength(Band right, Band wrong, int maxTokens) {

    /**
     * A curve's two ends.
     *
     * @param atZero score of an empty response
     * @param atMax score at the maximum length
     */
    public record Band(double atZero, double atMax) {
        public Band {
            if (!Double.isFinite(atZero) || !Double.isFinite(atMax)) {
                throw new IllegalArgumentException("a band needs finite ends, got " + atZero + " and " + atMax);
            }
        }
    }

    public CosineLength {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, got " + maxTokens);
        }
    }

    /** Right from 1 down to 0.5, wrong from -1 up to -0.5. */
    public static CosineLength openR1(int maxTokens) {
        return new CosineLength(new Band(1, 0.5), new Band(-1, -0.5), maxTokens);
    }

    /** Score of a response of {@code tokens} tokens; it passes if it is right. */
    public RuleResult check(int tokens, boolean correct) {
        LengthArguments.requireTokens(tokens);
        Band band = correct ? right : wrong;
        double progress = (double) Math.min(tokens, maxTokens) / maxTokens;
        double score = band.atMax + 0.5 * (band.atZero - band.atMax) * (1 + Math.cos(Math.PI * progress));
        String reason = (correct ? "right" : "wrong") + " with " + tokens + " of " + maxTokens + " tokens";
        return new RuleResult(correct, score, reason, "");
    }

    public ScoreRange range() {
        double low = Math.min(Math.min(right.atZero, right.atMax), Math.min(wrong.atZero, wrong.atMax));
        double high = Math.max(Math.max(right.atZero, right.atMax), Math.max(wrong.atZero, wrong.atMax));
        return new ScoreRange(low, high);
    }
}
