package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import java.util.List;

/**
 * Two different responses separated by {@code ******}. A blank piece at either end is allowed, one in between fails.
 */
public record TwoResponses() implements Instruction {

    public static final String ID = "combination:two_responses";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        Pieces pieces = Pieces.of(text, "******");
        RuleResult two = pieces.judge("responses", 2);
        if (!two.passed()) {
            return two;
        }
        List<String> responses = pieces.filled();
        boolean differ = !responses.getFirst().equals(responses.getLast());
        return RuleResult.of(differ, differ ? "two different responses" : "both responses are the same");
    }
}
