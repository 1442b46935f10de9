package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;

/**
 * At least so many placeholders in square brackets, each on one line.
 *
 * @param placeholders how many ({@code num_placeholders})
 */
public record PlaceholderCount(int placeholders) implements Instruction {

    public static final String ID = "detectable_content:number_placeholders";

    public PlaceholderCount {
        Checks.atLeast(0, "num_placeholders", placeholders);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        int count = 0;
        int open = text.indexOf('[');
        while (open >= 0) {
            int end = open + 1;
            while (end < text.length() && text.charAt(end) != ']' && text.charAt(end) != '\n') {
                end++;
            }
            count += end < text.length() && text.charAt(end) == ']' ? 1 : 0;
            // After a line break in between, no earlier bracket of that line can close either.
            open = text.indexOf('[', end);
        }
        return Relation.AT_LEAST.judge(count, "placeholders", placeholders);
    }
}
