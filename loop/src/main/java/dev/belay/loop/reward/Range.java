package dev.belay.loop.reward;

/** The interval a reward's values lie in, ends included. */
public record Range(double min, double max) {
    public static final Range UNIT = new Range(0, 1);

    /** Any number: a logit. */
    public static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Range {
        if (!(min <= max)) {
            throw new IllegalArgumentException("a range runs upward, got " + min + " to " + max);
        }
    }

    public boolean contains(double value) {
        return value >= min && value <= max;
    }
}
