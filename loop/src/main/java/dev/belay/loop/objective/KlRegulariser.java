package dev.belay.loop.objective;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;
import java.util.Objects;

/**
 * Divergence from the reference policy, in the loss; x = logp - reference. The estimators are those of Schulman,
 * "Approximating KL divergence", joschu.net/blog/kl-approx.html, 2020. What counts in training is the gradient: k1's has
 * expectation 0, k2's is that of KL(policy ‖ reference), k3's that of KL(reference ‖ policy), although k3's value
 * estimates KL(policy ‖ reference). k3's exponent is cut at 20 and its value at 10 in size.
 */
public record KlRegulariser(
        @Doc("beta: factor on the divergence") double coefficient,

        @Doc("k1: x; k2: x²/2; k3: exp(-x) + x - 1") @Default("k3")
        Estimator estimator)
        implements Regulariser {
    /** How the divergence is estimated from one sampled token. */
    public enum Estimator {
        K1,
        K2,
        K3;

        /** @param x log-probability under the policy minus that under the reference */
        public double value(double x) {
            return switch (this) {
                case K1 -> x;
                case K2 -> 0.5 * x * x;
                case K3 -> Math.min(Math.exp(Math.clamp(-x, -20, 20)) + x - 1, 10);
            };
        }

        double derivative(double x) {
            return switch (this) {
                case K1 -> 1;
                case K2 -> x;
                case K3 -> value(x) >= 10 ? 0 : 1 - Math.exp(Math.clamp(-x, -20, 20));
            };
        }
    }

    public KlRegulariser {
        if (!(coefficient >= 0)) {
            throw new InvalidInputException("kl: coefficient must not be negative, got " + coefficient);
        }
    }

    @Override
    public String name() {
        return "kl";
    }

    @Override
    public boolean needsReference() {
        return true;
    }

    @Override
    public double loss(TokenView v, float[] weights) {
        float[] reference = Objects.requireNonNull(v.reference(), "the KL term needs reference log-probabilities");
        double sum = 0;
        for (int t = 0; t < v.tokens(); t++) {
            if (v.trainable()[t]) {
                double x = (double) v.logProbs()[t] - reference[t];
                sum += coefficient * estimator.value(x);
                weights[t] += (float) (coefficient * estimator.derivative(x));
            }
        }
        return sum;
    }
}
