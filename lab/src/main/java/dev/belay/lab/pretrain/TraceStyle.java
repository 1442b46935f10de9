package dev.belay.lab.pretrain;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/**
 * How one strategy appears in the corpus. {@code forgetCarry} is the dial that matters: above one half the model's most
 * probable answer is wrong wherever a carry occurs, so that sharpening alone hurts; below it sharpening alone helps.
 */
public record TraceStyle(
        @Doc("code, plain or direct") Strategy strategy,

        @Doc("share of the corpus, 0 to 1; the shares of a family add up to 1")
        double share,

        @Doc("probability that a step with a carry or a borrow forgets it")
        double forgetCarry,

        @Doc("probability that a step is off by one") @Default("0.02")
        double slip,

        @Doc("probability that the trace ends without a box") @Default("0.15")
        double missingBox,

        @Doc("probability that the text runs on into another question") @Default("0.05")
        double runOn) {
    public TraceStyle {
        probability("share", share);
        probability("forgetCarry", forgetCarry);
        probability("slip", slip);
        probability("missingBox", missingBox);
        probability("runOn", runOn);
    }

    private static void probability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidInputException(name + " must be between 0 and 1, got " + value);
        }
    }
}
