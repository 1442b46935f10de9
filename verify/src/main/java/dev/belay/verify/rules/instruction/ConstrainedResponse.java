package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import java.util.List;

/**
 * The response contains one of the three fixed answers.
 */
public record ConstrainedResponse() implements Instruction {

    public static final String ID = "detectable_format:constrained_response";

    /** What the response may say. */
    public static final List<String> OPTIONS = List.of("My answer is yes.", "My answer is no.", "My answer is maybe.");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        for (String option : OPTIONS) {
            if (text.contains(option)) {
                return RuleResult.pass("contains a fixed answer", option);
            }
        }
        return RuleResult.fail("contains none of " + OPTIONS, "");
    }
}
