package dev.belay.verify.rules.instruction;

import java.util.List;
import java.util.function.Function;

/**
 * IFEval's four accuracies over a data set: shares of prompts all of whose instructions are followed, and of single
 * instructions, strict and loose. 0 for an empty data set.
 *
 * @param promptStrict share of prompts, strict
 * @param instructionStrict share of instructions, strict
 * @param promptLoose share of prompts, loose
 * @param instructionLoose share of instructions, loose
 */
public record FollowRates(double promptStrict, double instructionStrict, double promptLoose, double instructionLoose) {

    /** The rates of one response per prompt. */
    public static FollowRates of(List<Following> responses) {
        return new FollowRates(
                byPrompt(responses, Following::strict),
                byInstruction(responses, Following::strict),
                byPrompt(responses, Following::loose),
                byInstruction(responses, Following::loose));
    }

    private static double byPrompt(List<Following> responses, Function<Following, List<Boolean>> form) {
        return responses.stream()
                .mapToDouble(one -> form.apply(one).contains(false) ? 0 : 1)
                .average()
                .orElse(0);
    }

    private static double byInstruction(List<Following> responses, Function<Following, List<Boolean>> form) {
        return responses.stream()
                .flatMap(one -> form.apply(one).stream())
                .mapToDouble(followed -> followed ? 1 : 0)
                .average()
                .orElse(0);
    }
}
