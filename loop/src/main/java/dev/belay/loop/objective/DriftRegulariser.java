package dev.belay.loop.objective;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/**
 * Holds the policy near the one that sampled: {@code alpha · stop-gradient(min(rho - 1, cap)) · logp}, whose on-policy
 * gradient is that of KL(old ‖ policy). The drift term of Liu et al., "CPGD", arXiv 2505.12504, in the form of its
 * released code; paper and code disagree on alpha and cap, so both are options.
 */
public record DriftRegulariser(
        @Doc("alpha: factor on the term") @Default("0.001") double coefficient,
        @Doc("rho - 1 is cut at this") @Default("2.0") double cap)
        implements Regulariser {
    public DriftRegulariser {
        if (!(coefficient >= 0) || !(cap > 0)) {
            throw new InvalidInputException(
                    "drift: coefficient must not be negative and cap positive, got " + coefficient + " and " + cap);
        }
    }

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public boolean needsReference() {
        return false;
    }

    @Override
    public double loss(TokenView v, float[] weights) {
        double sum = 0;
        for (int t = 0; t < v.tokens(); t++) {
            if (v.trainable()[t]) {
                double pull = Math.min(Math.expm1(Ratio.log(v.logProbs()[t], v.old()[t])), cap);
                sum += coefficient * pull * v.logProbs()[t];
                weights[t] += (float) (coefficient * pull);
            }
        }
        return sum;
    }
}
