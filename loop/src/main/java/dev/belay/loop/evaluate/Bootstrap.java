package dev.belay.loop.evaluate;

import dev.belay.model.RandomKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Percentile intervals from resampled problems (Efron, Tibshirani, "An introduction to the bootstrap", 1993, chapter
 * 13). A problem's samples stay together: their scatter is in the scatter of the problems already, and drawing them
 * again inside each problem would count it twice, so that a 95 % interval covers 99 %.
 */
final class Bootstrap {
    private final int resamples;
    private final double level;

    Bootstrap(int resamples, double level) {
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
                double[] sorted = Arrays.stream(draws[f])
                        .filter(v -> !Double.isNaN(v))
                        .sorted()
                        .toArray();
                double tail = (1 - level) / 2;
                out.put(
                        figures.get(f).name(),
                        new Estimate(
                                value,
                                quantile(sorted, tail, value),
                                quantile(sorted, 1 - tail, value),
                                figures.get(f).problems()));
            }
        }
        return out;
    }

    /** Linear between order statistics, as numpy's default. */
    private static double quantile(double[] sorted, double q, double ifEmpty) {
        if (sorted.length == 0) {
            return ifEmpty;
        }
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
