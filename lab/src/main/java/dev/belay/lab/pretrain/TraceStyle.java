package dev.belay.lab.pretrain;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/**
 * How one strategy appears in the corpus. Two dials err by rule: above one half the model's most probable answer is
 * wrong wherever the rule applies, so that sharpening alone hurts; below it sharpening alone helps.
 *
 * <p>{@code forgetCarry} is an error of arithmetic. The same sum stands in traces of every style, so a small network
 * tells the styles' rates apart only if each style is common in the corpus. {@code skipSubtraction} is an error of the
 * procedure, which shows in what follows a step and is learnt per style even where a style is rare.
 */
public record TraceStyle(
        @Doc("code, plain or direct") Strategy strategy,

        @Doc("share of the corpus, 0 to 1; the shares of a family add up to 1")
        double share,

        @Doc("probability that a step with a carry or a borrow forgets it")
        double forgetCarry,

        @Doc("probability that a step that subtracts is left out") @Default("0")
        double skipSubtraction,

        @Doc("probability that a step is off by one") @Default("0.02")
        double slip,

        @Doc("probability that the trace ends without a box") @Default("0.15")
        double missingBox,

        @Doc("probability that the text runs on into another question") @Default("0.05")
        double runOn) {
    public TraceStyle {
        probability("share", share);
        probability("forgetCarry", forgetCarry);
        probability("skipSubtraction", skipSubtraction);
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
