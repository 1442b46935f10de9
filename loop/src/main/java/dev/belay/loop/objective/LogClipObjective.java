package dev.belay.loop.objective;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/**
 * CPGD's policy term: the log-ratio in place of the ratio, {@code -min(l A, clip(l, ln(1 - low), ln(1 + high)) A)} with
 * l = logp - old, so that the gradient's weight is the advantage alone. Liu et al., "CPGD", arXiv 2505.12504. Its drift
 * term is the regulariser {@code drift}.
 */
public record LogClipObjective(
        @Doc("the log-ratio counts down to ln(1 - low)") @Default("0.2")
        double low,

        @Doc("the log-ratio counts up to ln(1 + high)") @Default("0.2")
        double high,

        @Doc("weights of sequences: token-mean, sequence-mean, sequence-sum, constant") @Default("token-mean")
        Aggregation aggregate)
        implements Objective {
    public LogClipObjective {
        if (!(low >= 0 && low < 1) || !(high >= 0)) {
            throw new InvalidInputException(
                    "log-clip: low must be in [0, 1) and high not negative, got " + low + " and " + high);
        }
    }

    @Override
    public Loss loss(TokenView v, float[] weights) {
        double floor = Math.log1p(-low);
        double ceiling = Math.log1p(high);
        double sum = 0;
        int clippedLow = 0;
        int clippedHigh = 0;
        for (int t = 0; t < v.tokens(); t++) {
            if (!v.trainable()[t]) {
                continue;
            }
            double a = v.advantages()[t];
            double l = Ratio.log(v.logProbs()[t], v.old()[t]);
            boolean below = a < 0 && l < floor;
            boolean above = a > 0 && l > ceiling;
            sum -= (below ? floor : above ? ceiling : l) * a;
            weights[t] = below || above ? 0 : (float) -a;
            clippedLow += below ? 1 : 0;
            clippedHigh += above ? 1 : 0;
        }
        return new Loss(sum, clippedLow, clippedHigh);
    }
}
