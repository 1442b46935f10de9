package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Whitespace;

/**
 * The whole response stands in double quotation marks (the ASCII ones).
 */
public record Quotation() implements Instruction {

    public static final String ID = "startend:quotation";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        String stripped = Whitespace.strip(text);
        boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return RuleResult.of(quoted, quoted ? "wrapped in double quotes" : "not wrapped in double quotes");
    }
}
