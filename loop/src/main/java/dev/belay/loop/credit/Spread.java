package dev.belay.loop.credit;

/** What the variance is divided by. */
public enum Spread {
    /** G - 1, as PyTorch's default and therefore TRL, verl and OpenRLHF have it. */
    UNBIASED,
    /** G. */
    POPULATION,
    /** Not normalised: advantages are differences from the mean, as in Dr.GRPO. */
    NONE;

    /** Standard deviation around {@code mean}; 1 for {@link #NONE} and for a single value. */
    double of(double[] values, double mean) {
        int divisor = this == POPULATION ? values.length : values.length - 1;
        if (this == NONE || divisor == 0) {
            return 1;
        }
        double squares = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
        }
        return Math.sqrt(squares / divisor);
    }
}
