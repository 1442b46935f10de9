package dev.belay.testkit;

import dev.belay.model.OptimizerPlan;
import dev.belay.model.UpdateStats;

/** AdamW in plain Java over one flat parameter array; arithmetic in double, state in fp32, as {@code torch.optim.AdamW}. */
final class AdamW {
    private final float[] first;
    private final float[] second;
    private long steps;

    AdamW(int parameters) {
        this(new float[parameters], new float[parameters], 0);
    }

    AdamW(float[] first, float[] second, long steps) {
        this.first = first;
        this.second = second;
        this.steps = steps;
    }

    float[] first() {
        return first;
    }

    float[] second() {
        return second;
    }

    long steps() {
        return steps;
    }

    /** Changes {@code weights} in place; {@code gradient} is left as it is. */
    UpdateStats step(float[] weights, double[] gradient, OptimizerPlan plan) {
        steps++;
        double norm = norm(gradient);
        double scale = norm > plan.maxGradNorm() ? plan.maxGradNorm() / norm : 1;
        double correction1 = 1 - Math.pow(plan.beta1(), (double) steps);
        double correction2 = 1 - Math.pow(plan.beta2(), (double) steps);
        int changed = 0;
        for (int i = 0; i < weights.length; i++) {
            double g = gradient[i] * scale;
            first[i] = (float) (plan.beta1() * first[i] + (1 - plan.beta1()) * g);
            second[i] = (float) (plan.beta2() * second[i] + (1 - plan.beta2()) * g * g);
            double denominator = Math.sqrt(second[i] / correction2) + plan.epsilon();
            double decayed = weights[i] * (1 - plan.learningRate() * plan.weightDecay());
            float next = (float) (decayed - plan.learningRate() * (first[i] / correction1) / denominator);
            changed += next != weights[i] ? 1 : 0;
            weights[i] = next;
        }
        return new UpdateStats(norm, (double) changed / weights.length, steps);
    }

    private static double norm(double[] gradient) {
        double sum = 0;
        for (double g : gradient) {
            sum += g * g;
        }
        return Math.sqrt(sum);
    }
}
