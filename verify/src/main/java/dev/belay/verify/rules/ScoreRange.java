package dev.belay.verify.rules;

/**
 * The closed interval a rule's scores lie in.
 *
 * @param low smallest score; negative infinity for a penalty without a floor
 * @param high largest score
 */
public record ScoreRange(double low, double high) {

    /** From 0 to 1: every pass-or-fail rule and every share. */
    public static final ScoreRange UNIT = new ScoreRange(0, 1);

    public ScoreRange {
        if (!(low <= high)) {
            throw new IllegalArgumentException("range needs low <= high, got [" + low + ", " + high + "]");
        }
    }

    public boolean contains(double score) {
        return score >= low && score <= high;
    }
}
