package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;

/**
 * A keyword occurs often, or seldom, enough; in any case, also inside a longer word, without overlap.
 *
 * @param keyword literal text
 * @param frequency the threshold
 * @param relation how the count compares
 */
public record KeywordFrequency(String keyword, int frequency, Relation relation) implements Instruction {

    public static final String ID = "keywords:frequency";

    public KeywordFrequency {
        keyword = Checks.text("keyword", keyword);
        Checks.atLeast(0, "frequency", frequency);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        return relation.judge(Keyword.of(keyword).count(Keyword.fold(text)), "times \"" + keyword + "\"", frequency);
    }
}
