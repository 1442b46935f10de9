package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import java.util.List;

/**
 * Every keyword occurs somewhere, in any case, also inside a longer word.
 *
 * @param keywords literal words
 */
public record KeywordExistence(List<String> keywords) implements Instruction {

    public static final String ID = "keywords:existence";

    public KeywordExistence {
        keywords = keywords.stream().map(word -> Checks.text("keywords", word)).toList();
        Checks.atLeast(1, "number of keywords", keywords.size());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        String folded = Keyword.fold(text);
        for (String keyword : keywords) {
            if (Keyword.of(keyword).in(folded) < 0) {
                return RuleResult.fail("keyword missing: " + keyword, "");
            }
        }
        return RuleResult.pass("all " + keywords.size() + " keywords occur", "");
    }
}
