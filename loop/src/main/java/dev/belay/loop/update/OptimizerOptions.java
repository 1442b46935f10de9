package dev.belay.loop.update;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.BackwardPlan;
import dev.belay.model.InvalidInputException;
import dev.belay.model.OptimizerPlan;

/** How weights are moved: the {@code optimizer} block of a recipe. */
public record OptimizerOptions(
        @Doc("peak learning rate of AdamW") double learningRate,

        @Doc("shape after the warm-up: constant, linear, cosine") @Default("constant")
        LearningRate schedule,

        @Doc("steps over which the rate rises linearly from 0") @Default("0")
        int warmupSteps,

        @Doc("gradients are scaled down to this global L2 norm; .inf switches it off") @Default("1.0")
        double maxGradNorm,

        @Doc("decay of AdamW's first moment") @Default("0.9")
        double beta1,

        @Doc("decay of AdamW's second moment") @Default("0.999")
        double beta2,

        @Doc("AdamW's epsilon") @Default("1.0e-8") double epsilon,
        @Doc("decoupled weight decay") @Default("0.0") double weightDecay,

        @Doc("optimizer steps on each rollout batch, over all passes") @Default("1")
        int updatesPerStep,

        @Doc("times each completion is used; divides updatesPerStep") @Default("1")
        int passes,

        @Doc("log-probabilities the ratio starts from when there are several updates: trainer, sampler")
        @Default("trainer")
        OldLogProbs oldLogProbs,

        @Doc("tokens (prompts and completions) in a forward and backward pass; changes memory and speed only")
        @Default("16384")
        int microBatchTokens,

        @Doc("compute each layer a second time instead of keeping what its backward pass needs; less memory,"
                + " more time")
        @Default("false")
        boolean gradientCheckpointing,

        @Doc("pieces into which a checkpointed layer's tokens are cut; more than 1 for long sequences, needs"
                + " gradientCheckpointing")
        @Default("1")
        int sequenceChunks) {
    public OptimizerOptions {
        if (updatesPerStep < 1 || passes < 1 || updatesPerStep % passes != 0) {
            throw new InvalidInputException(
                    "optimizer: updatesPerStep must be a positive multiple of passes, got updatesPerStep "
                            + updatesPerStep + " and passes " + passes);
        }
        if (warmupSteps < 0) {
            throw new InvalidInputException("optimizer: warmupSteps must not be negative, got " + warmupSteps);
        }
        if (microBatchTokens < 1) {
            throw new InvalidInputException("optimizer: microBatchTokens must be at least 1, got " + microBatchTokens);
        }
        new BackwardPlan(gradientCheckpointing, sequenceChunks);
        new OptimizerPlan(learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm);
    }

    /** The defaults with one update on each batch. */
    public static OptimizerOptions adamW(double learningRate) {
        return new OptimizerOptions(
                learningRate,
                LearningRate.CONSTANT,
                0,
                1,
                0.9,
                0.999,
                1e-8,
                0,
                1,
                1,
                OldLogProbs.TRAINER,
                16384,
                false,
                1);
    }

    /** How a backward pass trades time for memory. */
    public BackwardPlan backwardPlan() {
        return new BackwardPlan(gradientCheckpointing, sequenceChunks);
    }

    /** Updates in one pass over the batch: into so many parts the batch is cut. */
    public int partsPerPass() {
        return updatesPerStep / passes;
    }

    /** The optimizer step's settings at that point of the run. */
    public OptimizerPlan at(RunState s) {
        double rate = learningRate;
        if (s.step() < warmupSteps) {
            rate *= (s.step() + 1.0) / (warmupSteps + 1.0);
        } else {
            rate *= schedule.factor((s.step() - warmupSteps) / (double) Math.max(1, s.steps() - warmupSteps));
        }
        return new OptimizerPlan(rate, beta1, beta2, epsilon, weightDecay, maxGradNorm);
    }
}
