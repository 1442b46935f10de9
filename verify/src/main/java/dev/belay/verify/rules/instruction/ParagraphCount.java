package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;

/**
 * An exact number of paragraphs, separated by {@code ***}. A blank piece at either end does not count; one between two
 * dividers fails.
 *
 * @param paragraphs how many ({@code num_paragraphs})
 */
public record ParagraphCount(int paragraphs) implements Instruction {

    public static final String ID = "length_constraints:number_paragraphs";

    public ParagraphCount {
        Checks.atLeast(0, "num_paragraphs", paragraphs);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        return Pieces.of(text, "***").judge("paragraphs", paragraphs);
    }
}
