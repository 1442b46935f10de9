package dev.belay.loop.credit;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;
import dev.belay.model.OptimizerPlan;

/** How the value model of an actor-critic method learns. It begins as the run's model under a new head of one label. */
public record CriticOptions(
        @Doc("learning rate of its AdamW, constant; usually 2 to 10 times the policy's") @Default("1.0e-5")
        double learningRate,

        @Doc("a value that moved further than this from where it was before the step is not pushed on; .inf switches it"
                + " off (TRL's cliprange_value)")
        @Default("0.2")
        double clipRange,

        @Doc("optimizer steps on each rollout batch, over all passes") @Default("1")
        int updatesPerStep,

        @Doc("times each completion is used; divides updatesPerStep") @Default("1")
        int passes,

        @Doc("steps in which it learns alone and the policy stays as it is; the policy's schedule begins after"
                + " them (verl's critic_warmup)")
        @Default("0")
        int warmupSteps,

        @Doc("gradients are scaled down to this global L2 norm; .inf switches it off") @Default("1.0")
        double maxGradNorm) {
    public CriticOptions {
        if (!(clipRange > 0)) {
            throw new InvalidInputException("critic: clipRange must be positive, got " + clipRange);
        }
        if (updatesPerStep < 1 || passes < 1 || updatesPerStep % passes != 0) {
            throw new InvalidInputException(
                    "critic: updatesPerStep must be a positive multiple of passes, got updatesPerStep " + updatesPerStep
                            + " and passes " + passes);
        }
        if (warmupSteps < 0) {
            throw new InvalidInputException("critic: warmupSteps must not be negative, got " + warmupSteps);
        }
        adamW(learningRate, maxGradNorm);
    }

    /** Updates in one pass over the batch: into so many parts the batch is cut. */
    public int partsPerPass() {
        return updatesPerStep / passes;
    }

    /** The settings of its optimizer steps. */
    public OptimizerPlan plan() {
        return adamW(learningRate, maxGradNorm);
    }

    private static OptimizerPlan adamW(double learningRate, double maxGradNorm) {
        return new OptimizerPlan(learningRate, 0.9, 0.999, 1e-8, 0, maxGradNorm);
    }
}
