package dev.belay.verify.rules;

/**
 * What a rule found in one text.
 *
 * @param passed whether the text meets the rule
 * @param score a finite number inside the rule's {@link ScoreRange}
 * @param reason one sentence: the rule and the value found
 * @param evidence the piece of text that decided, cut to {@value #EVIDENCE_CHARS} characters; empty if there is none
 */
public record RuleResult(boolean passed, double score, String reason, String evidence) {

    /** Evidence longer than this many UTF-16 units is cut. */
    public static final int EVIDENCE_CHARS = 80;

    public RuleResult {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("score must be finite, got " + score + " (" + reason + ")");
        }
        evidence = excerpt(evidence);
    }

    /** A pass with score 1. */
    public static RuleResult pass(String reason, String evidence) {
        return new RuleResult(true, 1.0, reason, evidence);
    }

    /** A failure with score 0. */
    public static RuleResult fail(String reason, String evidence) {
        return new RuleResult(false, 0.0, reason, evidence);
    }

    /** 1 if {@code passed}, else 0, without evidence. */
    public static RuleResult of(boolean passed, String reason) {
        return passed ? pass(reason, "") : fail(reason, "");
    }

    private static String excerpt(String text) {
        if (text.length() <= EVIDENCE_CHARS) {
            return text;
        }
        int end = EVIDENCE_CHARS - 1;
        // Never cut a surrogate pair in two: the excerpt has to survive an encoder.
        if (Character.isHighSurrogate(text.charAt(end - 1)) && Character.isLowSurrogate(text.charAt(end))) {
            end--;
        }
        return text.substring(0, end) + '…';
    }
}
