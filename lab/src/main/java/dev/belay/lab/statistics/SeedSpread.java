package dev.belay.lab.statistics;

/**
 * How far runs of one recipe under different seeds lie apart, kept apart from the error of measuring each of them. More
 * problems shrink {@code standardError}; only more seeds tell more about {@code standardDeviation}.
 *
 * @param seeds S
 * @param standardDeviation between the seeds' means (divisor S-1); NaN for a single seed, where nothing is known
 * @param lowest smallest mean of a seed
 * @param highest largest mean of a seed
 * @param standardError of one seed's mean over its N problems, root mean square over the seeds
 */
public record SeedSpread(int seeds, double standardDeviation, double lowest, double highest, double standardError) {
    public static SeedSpread of(Outcomes outcomes) {
        int seeds = outcomes.seeds();
        double centre = outcomes.mean();
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        double between = 0;
        double within = 0;
        for (int s = 0; s < seeds; s++) {
            double mean = outcomes.mean(s);
            lowest = Math.min(lowest, mean);
            highest = Math.max(highest, mean);
            between += (mean - centre) * (mean - centre);
            within += squaredError(outcomes.scores()[s], mean);
        }
        double deviation = seeds > 1 ? Math.sqrt(between / (seeds - 1)) : Double.NaN;
        return new SeedSpread(seeds, deviation, lowest, highest, Math.sqrt(within / seeds));
    }

    /** Squared standard error of the mean of a row; NaN for a single problem. */
    private static double squaredError(double[] row, double mean) {
        double sum = 0;
        for (double score : row) {
            sum += (score - mean) * (score - mean);
        }
        return sum / (row.length - 1) / row.length;
    }
}
