package dev.belay.loop.evaluate;

import java.util.Arrays;

/**
 * The bootstrap percentile interval of a statistic (Efron, Tibshirani, "An introduction to the bootstrap", 1993, chapter
 * 13): what lies between the percentiles of its values on the resamplings. What is resampled is the caller's affair.
 *
 * @param low lower percentile
 * @param high upper percentile
 */
public record PercentileInterval(double low, double high) {
    /**
     * @param draws the statistic on each resampling; NaN where it is not defined, which leaves the resampling out
     * @param level share of the draws inside the interval, such as 0.95
     * @return NaN to NaN when no draw is defined
     */
    public static PercentileInterval of(double[] draws, double level) {
        double[] sorted =
                Arrays.stream(draws).filter(v -> !Double.isNaN(v)).sorted().toArray();
        double tail = (1 - level) / 2;
        return new PercentileInterval(quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    /** Linear between order statistics (type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996). */
    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
