package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.Whitespace;

/**
 * The response ends with a phrase, in any case; double quotes around the response are ignored.
 *
 * @param phrase the last words ({@code end_phrase})
 */
public record EndPhrase(String phrase) implements Instruction {

    public static final String ID = "startend:end_checker";

    public EndPhrase {
        phrase = Checks.text("end_phrase", phrase);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        String stripped = Whitespace.strip(text);
        int from = 0;
        int to = stripped.length();
        while (from < to && stripped.charAt(from) == '"') {
            from++;
        }
        while (to > from && stripped.charAt(to - 1) == '"') {
            to--;
        }
        boolean ends = LetterCase.lower(stripped.substring(from, to)).endsWith(LetterCase.lower(phrase));
        return RuleResult.of(ends, ends ? "ends with the phrase" : "does not end with \"" + phrase + "\"");
    }
}
