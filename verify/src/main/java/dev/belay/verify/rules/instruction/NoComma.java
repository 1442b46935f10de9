package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;

/**
 * No ASCII comma anywhere.
 */
public record NoComma() implements Instruction {

    public static final String ID = "punctuation:no_comma";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        int at = text.indexOf(',');
        return at < 0
                ? RuleResult.pass("no comma", "")
                : RuleResult.fail("comma at character " + at, text.substring(Math.max(0, at - 20)));
    }
}
