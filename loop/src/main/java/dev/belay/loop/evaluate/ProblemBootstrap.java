package dev.belay.loop.evaluate;

import dev.belay.model.RandomKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Percentile intervals of one run's figures from resampled problems. A problem's samples stay together: their scatter is in the scatter of the problems already, and drawing them
 * again inside each problem would count it twice, so that a 95 % interval covers 99 %.
 */
final class ProblemBootstrap {
    private final int resamples;
    private final double level;

    ProblemBootstrap(int resamples, double level) {
        this.resamples = resamples;
        this.level = level;
    }

    /**
     * All figures over the same resamples.
     *
     * @param figures over the same B problems
     * @return those that are defined, in order
     */
    Map<String, Estimate> estimate(List<Figure> figures, int problems, RandomKey key) {
        double[][] draws = new double[figures.size()][resamples];
        int[] once = new int[problems];
        Arrays.fill(once, 1);
        for (int r = 0; r < resamples; r++) {
            int[] times = new int[problems];
            RandomKey stream = key.child(r);
            for (int p = 0; p < problems; p++) {
                times[stream.below(problems, p)]++;
            }
            for (int f = 0; f < figures.size(); f++) {
                draws[f][r] = figures.get(f).value(times);
            }
        }
        Map<String, Estimate> out = new LinkedHashMap<>();
        for (int f = 0; f < figures.size(); f++) {
            double value = figures.get(f).value(once);
            if (!Double.isNaN(value)) {
                PercentileInterval interval = PercentileInterval.of(draws[f], level);
                out.put(
                        figures.get(f).name(),
                        new Estimate(
                                value,
                                defined(interval.low(), value),
                                defined(interval.high(), value),
                                figures.get(f).problems()));
            }
        }
        return out;
    }

    /** A figure may be defined on the data and on no resampling; its interval then has no width. */
    private static double defined(double bound, double value) {
        return Double.isNaN(bound) ? value : bound;
    }
}
