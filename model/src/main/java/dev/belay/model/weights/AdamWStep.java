package dev.belay.model.weights;

import dev.belay.model.OptimizerPlan;

/**
 * The numbers of one AdamW step (Loshchilov, Hutter, arXiv 1711.05101, algorithm 2, decoupled decay scaled by the learning rate
 * as in PyTorch), as fp32. With g the gradient times {@code clip}, m and v the moments and w a weight:
 *
 * <pre>
 *   m = beta1 m + (1 - beta1) g      v = beta2 v + (1 - beta2) g²
 *   w = w decay - rate m / (√v rootCorrection + epsilon)
 * </pre>
 *
 * @param clip brings the gradient to the largest norm allowed, at most 1
 * @param rate learning rate over the correction of the first moment's bias
 * @param rootCorrection one over the root of the correction of the second's
 * @param decay one less the learning rate times the weight decay
 */
public record AdamWStep(
        float clip, float beta1, float beta2, float rate, float rootCorrection, float epsilon, float decay) {
    /**
     * @param norm global L2 norm of the gradient
     * @param steps optimizer steps, this one included
     * @throws IllegalStateException when the norm is not finite; the caller is to clear the gradient and leave the rest
     */
    public static AdamWStep of(OptimizerPlan plan, double norm, long steps) {
        if (!Double.isFinite(norm)) {
            throw new IllegalStateException("AdamW: the norm of the gradient must be finite, got " + norm
                    + "; the weights were left as they are and the gradient was cleared");
        }
        double clip = norm > plan.maxGradNorm() ? plan.maxGradNorm() / (norm + 1e-6) : 1;
        double correction1 = 1 - Math.pow(plan.beta1(), (double) steps);
        double correction2 = 1 - Math.pow(plan.beta2(), (double) steps);
        return new AdamWStep(
                (float) clip,
                (float) plan.beta1(),
                (float) plan.beta2(),
                (float) (plan.learningRate() / correction1),
                (float) (1 / Math.sqrt(correction2)),
                (float) plan.epsilon(),
                (float) (1 - plan.learningRate() * plan.weightDecay()));
    }
}
