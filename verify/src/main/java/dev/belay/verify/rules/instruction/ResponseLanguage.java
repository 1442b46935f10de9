package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.language.Language;
import dev.belay.verify.rules.language.LanguageGuess;

/**
 * The whole response is in one language.
 *
 * <p>The language comes from {@link LanguageGuess} instead of {@code langdetect}. Where it stays undecided between
 * languages of one script the wanted script is enough. As in the reference, a text without letters follows.
 *
 * @param language the wanted language
 */
public record ResponseLanguage(Language language) implements Instruction {

    public static final String ID = "language:response_language";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        LanguageGuess guess = LanguageGuess.of(text);
        if (guess.script().isEmpty()) {
            return RuleResult.pass("no letters, so no language to object to", "");
        }
        if (guess.language().isEmpty()) {
            boolean script = language.scripts().contains(guess.script().get());
            return RuleResult.of(
                    script, "language undecided, script " + guess.script().get());
        }
        Language found = guess.language().get();
        return RuleResult.of(found == language, "reads as " + found.code() + ", needs " + language.code());
    }
}
