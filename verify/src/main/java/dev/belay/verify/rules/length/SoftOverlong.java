package dev.belay.verify.rules.length;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;

/**
 * Soft overlong punishment: free up to L - B tokens, then linear down to the full penalty at L.
 *
 * <pre>
 *   n <= L - B       0
 *   L - B < n <= L   factor * (L - B - n) / B
 *   n > L            DAPO, OPENRLHF: -factor      VERL: the line goes on
 * </pre>
 *
 * <p>Source: DAPO (arXiv 2503.14476, eq. 13), which has no factor; verl's {@code DAPORewardManager}; OpenRLHF's
 * {@code apply_overlong_penalty}. A response passes while it is not punished.
 *
 * @param maxTokens L, the length at which the punishment is full
 * @param bufferTokens B, the width of the slope before L
 * @param factor size of the full punishment; 1 in the paper
 * @param variant what happens beyond L, which only matters when the generation limit exceeds L
 */
public record SoftOverlong(int maxTokens, int bufferTokens, double factor, Variant variant) {

    /** Whose behaviour beyond L. */
    public enum Variant {
        /** Flat at -1 beyond L; the factor has to be 1. */
        DAPO,
        /** Not clamped: the punishment keeps growing beyond L. */
        VERL,
        /** Flat at minus the factor beyond L. */
        OPENRLHF
    }

    public SoftOverlong {
        if (bufferTokens < 1 || maxTokens < bufferTokens) {
            throw new IllegalArgumentException("needs 1 <= bufferTokens <= maxTokens, got bufferTokens " + bufferTokens
                    + " and maxTokens " + maxTokens);
        }
        if (!(factor > 0) || !Double.isFinite(factor)) {
            throw new IllegalArgumentException("factor must be positive and finite, got " + factor);
        }
        if (variant == Variant.DAPO && factor != 1) {
            throw new IllegalArgumentException(
                    "DAPO has no factor (it must be 1), got " + factor + "; choices with one: VERL, OPENRLHF");
        }
    }

    /** The paper's form. */
    public static SoftOverlong dapo(int maxTokens, int bufferTokens) {
        return new SoftOverlong(maxTokens, bufferTokens, 1, Variant.DAPO);
    }

    /** The punishment, never positive, for a response of {@code tokens} tokens. */
    public RuleResult check(int tokens) {
        LengthArguments.requireTokens(tokens);
        long free = (long) maxTokens - bufferTokens;
        if (tokens <= free) {
            return new RuleResult(true, 0, tokens + " tokens, free up to " + free, "");
        }
        double over = tokens - free;
        double counted = variant == Variant.VERL ? over : Math.min(over, bufferTokens);
        String reason = tokens + " tokens, " + (long) over + " over the free " + free;
        return new RuleResult(false, -counted / bufferTokens * factor, reason, "");
    }

    public ScoreRange range() {
        return new ScoreRange(variant == Variant.VERL ? Double.NEGATIVE_INFINITY : -factor, 0);
    }
}
