package dev.belay.loop.objective;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/**
 * The clipped surrogate {@code -min(rho A, clip(rho, 1 - low, 1 + high) A)} on every token, rho = exp(logp - old).
 * Schulman et al., "Proximal policy optimization algorithms", arXiv 1707.06347, equation 7; separate bounds as in DAPO,
 * arXiv 2503.14476; dual clip for negative advantages, {@code min(…, -c A)}, as in Ye et al., "Mastering complex
 * control in MOBA games", arXiv 1912.09729. Log-ratios are cut at 20 in size.
 */
public record ClipObjective(
        @Doc("the ratio counts down to 1 - low; .inf never clips") @Default("0.2")
        double low,

        @Doc("the ratio counts up to 1 + high; .inf never clips") @Default("0.2")
        double high,

        @Doc("dual clip: largest ratio that counts against a bad token; .inf switches it off") @Default(".inf")
        double dual,

        @Doc("weights of sequences: token-mean, sequence-mean, sequence-sum, constant") @Default("token-mean")
        Aggregation aggregate)
        implements Objective {
    public ClipObjective {
        if (!(low >= 0 && (low <= 1 || Double.isInfinite(low)))) {
            throw new InvalidInputException("clip: low must be in [0, 1], or .inf for no clipping, got " + low);
        }
        if (!(high >= 0)) {
            throw new InvalidInputException("clip: high must not be negative, got " + high);
        }
        if (!(dual > 1)) {
            throw new InvalidInputException("clip: dual must be above 1, got " + dual);
        }
    }

    public static ClipObjective of(double low, double high, Aggregation aggregate) {
        return new ClipObjective(low, high, Double.POSITIVE_INFINITY, aggregate);
    }

    @Override
    public Loss loss(TokenView v, float[] weights) {
        double sum = 0;
        int clippedLow = 0;
        int clippedHigh = 0;
        for (int t = 0; t < v.tokens(); t++) {
            if (!v.trainable()[t]) {
                continue;
            }
            double a = v.advantages()[t];
            double rho = Math.exp(Ratio.log(v.logProbs()[t], v.old()[t]));
            boolean below = a < 0 && rho < 1 - low;
            boolean above = a > 0 && rho > 1 + high;
            boolean dualClipped = a < 0 && rho > dual;
            double counted = below ? 1 - low : above ? 1 + high : dualClipped ? dual : rho;
            sum -= counted * a;
            weights[t] = below || above || dualClipped ? 0 : (float) (-a * rho);
            clippedLow += below ? 1 : 0;
            clippedHigh += above ? 1 : 0;
        }
        return new Loss(sum, clippedLow, clippedHigh);
    }
}
