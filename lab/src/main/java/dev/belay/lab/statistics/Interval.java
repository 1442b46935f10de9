package dev.belay.lab.statistics;

/**
 * An estimate with the interval that a resampling gave it.
 *
 * @param estimate the statistic on the data itself, not the mean of the draws
 * @param low lower percentile
 * @param high upper percentile, at least {@code low}
 * @param level share of the draws between the two, such as 0.95
 */
public record Interval(double estimate, double low, double high, double level) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low must be at most high, got " + low + " and " + high);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must lie in (0, 1), got " + level);
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    public boolean excludes(double value) {
        return !contains(value);
    }

    /** Whether the whole interval lies in [-margin, margin]: evidence that nothing larger than the margin happened. */
    public boolean within(double margin) {
        return -margin <= low && high <= margin;
    }
}
