package dev.belay.lab.statistics;

import java.util.List;

/**
 * Scores of one arm on held-out problems.
 *
 * @param problems N ids, each once
 * @param scores (S, N): seed by seed, the mean score of each problem's samples, in [0, 1]
 */
public record Outcomes(List<String> problems, double[][] scores) {
    public Outcomes {
        problems = List.copyOf(problems);
        if (problems.isEmpty() || scores.length == 0) {
            throw new IllegalArgumentException("outcomes need at least one problem and one seed, got " + problems.size()
                    + " problems and " + scores.length + " seeds");
        }
        for (double[] row : scores) {
            if (row.length != problems.size()) {
                throw new IllegalArgumentException("every seed must be scored on the same " + problems.size()
                        + " problems, found a row of " + row.length);
            }
            for (double score : row) {
                if (!(score >= 0 && score <= 1)) {
                    throw new IllegalArgumentException("a score must lie in [0, 1], got " + score);
                }
            }
        }
    }

    public int seeds() {
        return scores.length;
    }

    /** Mean over seeds and problems. */
    public double mean() {
        double sum = 0;
        for (int s = 0; s < scores.length; s++) {
            sum += mean(s);
        }
        return sum / scores.length;
    }

    /** Mean over the problems of one seed. */
    public double mean(int seed) {
        double sum = 0;
        for (double score : scores[seed]) {
            sum += score;
        }
        return sum / problems.size();
    }
}
