package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import java.util.List;

/**
 * None of the words occurs as a whole word, in any case.
 *
 * @param forbiddenWords literal words
 */
public record ForbiddenWords(List<String> forbiddenWords) implements Instruction {

    public static final String ID = "keywords:forbidden_words";

    public ForbiddenWords {
        forbiddenWords = forbiddenWords.stream()
                .map(word -> Checks.text("forbidden_words", word))
                .toList();
        Checks.atLeast(1, "number of forbidden_words", forbiddenWords.size());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        String folded = Keyword.fold(text);
        for (String word : forbiddenWords) {
            int at = Keyword.of(word).asWordIn(folded);
            if (at >= 0) {
                return RuleResult.fail("forbidden word: " + word, text.substring(at));
            }
        }
        return RuleResult.pass("none of " + forbiddenWords.size() + " forbidden words occurs", "");
    }
}
