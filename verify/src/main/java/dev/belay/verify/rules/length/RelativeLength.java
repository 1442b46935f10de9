package dev.belay.verify.rules.length;

import dev.belay.verify.rules.ScoreRange;
import java.util.Arrays;

/**
 * Length relative to the group: lambda = 0.5 - (n - min) / (max - min); a right response earns lambda, a wrong one
 * min(0, lambda); all 0 when every length is equal.
 *
 * <p>Source: Kimi k1.5 (arXiv 2501.12599, section 2.3.3), as open-r1's {@code len_reward}.
 */
public record RelativeLength() {

    /**
     * Scores in [-0.5, 0.5], one per member, in order.
     *
     * @param tokens length of each member of one group
     * @param correct whether each member is right
     * @throws IllegalArgumentException if the two differ in length or a length is negative
     */
    public double[] scores(int[] tokens, boolean[] correct) {
        if (tokens.length != correct.length) {
            throw new IllegalArgumentException("one verdict for each length: got " + tokens.length + " lengths and "
                    + correct.length + " verdicts");
        }
        double[] scores = new double[tokens.length];
        Arrays.stream(tokens).forEach(LengthArguments::requireTokens);
        int min = Arrays.stream(tokens).min().orElse(0);
        int max = Arrays.stream(tokens).max().orElse(0);
        if (min == max) {
            return scores;
        }
        for (int i = 0; i < tokens.length; i++) {
            double lambda = 0.5 - (double) (tokens[i] - min) / ((double) max - min);
            scores[i] = correct[i] ? lambda : Math.min(0, lambda);
        }
        return scores;
    }

    public ScoreRange range() {
        return new ScoreRange(-0.5, 0.5);
    }
}
