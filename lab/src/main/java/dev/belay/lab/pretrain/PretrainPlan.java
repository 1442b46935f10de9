package dev.belay.lab.pretrain;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/** How a base model is trained from scratch: {@code recipes/pretrain/*.yaml}. */
public record PretrainPlan(
        @Doc("what the corpus teaches") Family family,
        @Doc("width D") @Default("128") int hiddenSize,
        @Doc("transformer blocks") @Default("4") int layers,
        @Doc("attention heads") @Default("4") int heads,
        @Doc("key/value heads") @Default("4") int keyValueHeads,

        @Doc("width of the feed-forward layer") @Default("344")
        int intermediateSize,

        @Doc("optimizer steps") @Default("600") int steps,
        @Doc("documents in a step") @Default("128") int documentsPerStep,

        @Doc("peak learning rate; warm-up over 2 % of the steps, then cosine to a tenth") @Default("3.0e-3")
        double learningRate,

        @Doc("corpus and initial weights follow from it") @Default("0")
        long seed) {
    public PretrainPlan {
        atLeastOne("hiddenSize", hiddenSize);
        atLeastOne("layers", layers);
        atLeastOne("heads", heads);
        atLeastOne("keyValueHeads", keyValueHeads);
        atLeastOne("intermediateSize", intermediateSize);
        atLeastOne("steps", steps);
        atLeastOne("documentsPerStep", documentsPerStep);
        if (!(learningRate > 0)) {
            throw new InvalidInputException("learningRate must be positive, got " + learningRate);
        }
    }

    /** The learning rate at a step: linear warm-up, then cosine down to a tenth of the peak. */
    double learningRateAt(int step) {
        int warmup = Math.max(1, steps / 50);
        if (step < warmup) {
            return learningRate * (step + 1) / warmup;
        }
        double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
        return learningRate * (0.1 + 0.9 * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new InvalidInputException(name + " must be at least 1, got " + value);
        }
    }
}
