package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Whitespace;

/**
 * At least so many section marks: the splitter, then a number, with at most one white space between. Case counts.
 *
 * @param splitter the word before the number ({@code section_spliter}, as the data spells it)
 * @param sections how many ({@code num_sections})
 */
public record SectionCount(String splitter, int sections) implements Instruction {

    public static final String ID = "detectable_format:multiple_sections";

    public SectionCount {
        splitter = Checks.text("section_spliter", splitter);
        Checks.atLeast(0, "num_sections", sections);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        int count = 0;
        int at = text.indexOf(splitter);
        while (at >= 0) {
            int number = at + splitter.length();
            number += number < text.length() && Whitespace.is(text.charAt(number)) ? 1 : 0;
            int end = number;
            while (end < text.length() && Character.isDigit(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            count += end > number ? 1 : 0;
            at = text.indexOf(splitter, end > number ? end : at + 1);
        }
        return Relation.AT_LEAST.judge(count, "sections marked " + splitter, sections);
    }
}
