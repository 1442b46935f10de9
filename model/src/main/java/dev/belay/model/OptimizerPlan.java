package dev.belay.model;

/**
 * One optimizer step: AdamW with decoupled weight decay (Loshchilov, Hutter, "Decoupled weight decay regularization",
 * arXiv 1711.05101) after clipping the gradient by its global norm.
 *
 * @param learningRate at least 0
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay multiplies the learning rate
 * @param maxGradNorm gradients are scaled down to this global L2 norm; infinity switches clipping off
 */
public record OptimizerPlan(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, double maxGradNorm) {
    public OptimizerPlan {
        require(learningRate >= 0, "learningRate must be at least 0", learningRate);
        require(Double.isFinite(learningRate), "learningRate must be finite", learningRate);
        require(beta1 >= 0 && beta1 < 1, "beta1 must be in [0, 1)", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2 must be in [0, 1)", beta2);
        require(epsilon > 0, "epsilon must be positive", epsilon);
        require(weightDecay >= 0, "weightDecay must be at least 0", weightDecay);
        require(maxGradNorm > 0, "maxGradNorm must be positive (use .inf for no clipping)", maxGradNorm);
    }

    /** AdamW as TRL sets it up: betas .9 and .999, epsilon 1e-8, no weight decay, clip at 1. */
    public static OptimizerPlan adamW(double learningRate) {
        return new OptimizerPlan(learningRate, 0.9, 0.999, 1e-8, 0, 1);
    }

    public OptimizerPlan withLearningRate(double rate) {
        return new OptimizerPlan(rate, beta1, beta2, epsilon, weightDecay, maxGradNorm);
    }

    private static void require(boolean ok, String rule, double value) {
        if (!ok) {
            throw new InvalidInputException("optimizer: " + rule + ", got " + value);
        }
    }
}
