package dev.belay.loop.objective;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/**
 * GSPO: one length-normalised ratio {@code s = exp(mean(logp - old))} for a whole sequence, clipped as one. Zheng et
 * al., "Group sequence policy optimization", arXiv 2507.18071, equations 5 to 7. Advantages may differ from token to
 * token, which makes it GSPO-token (equation 13): each token keeps the sequence's ratio and its own advantage. To be the
 * paper's loss it is aggregated by sequence-mean. Log s is cut at 10 in size.
 */
public record SequenceRatioObjective(
        @Doc("the sequence's ratio counts down to 1 - low") @Default("3.0e-4")
        double low,

        @Doc("the sequence's ratio counts up to 1 + high") @Default("4.0e-4")
        double high,

        @Doc("weights of sequences: token-mean, sequence-mean, sequence-sum, constant") @Default("sequence-mean")
        Aggregation aggregate)
        implements Objective {
    private static final double LARGEST_LOG = 10;

    public SequenceRatioObjective {
        if (!(low >= 0 && low <= 1) || !(high >= 0)) {
            throw new InvalidInputException(
                    "sequence-ratio: low must be in [0, 1] and high not negative, got " + low + " and " + high);
        }
    }

    @Override
    public Loss loss(TokenView v, float[] weights) {
        int n = 0;
        double log = 0;
        for (int t = 0; t < v.tokens(); t++) {
            if (v.trainable()[t]) {
                n++;
                log += v.logProbs()[t] - v.old()[t];
            }
        }
        double s = n == 0 ? 1 : Math.exp(Math.clamp(log / n, -LARGEST_LOG, LARGEST_LOG));
        double sum = 0;
        int clippedLow = 0;
        int clippedHigh = 0;
        for (int t = 0; t < v.tokens(); t++) {
            if (!v.trainable()[t]) {
                continue;
            }
            double a = v.advantages()[t];
            boolean below = a < 0 && s < 1 - low;
            boolean above = a > 0 && s > 1 + high;
            sum -= (below ? 1 - low : above ? 1 + high : s) * a;
            // One token moves log s by 1/T, and s stands in T token losses: T cancels.
            weights[t] = below || above ? 0 : (float) (-s * a);
            clippedLow += below ? 1 : 0;
            clippedHigh += above ? 1 : 0;
        }
        return new Loss(sum, clippedLow, clippedHigh);
    }
}
