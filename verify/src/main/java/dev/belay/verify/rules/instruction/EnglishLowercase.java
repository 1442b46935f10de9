package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.language.Language;
import dev.belay.verify.rules.text.LetterCase;

/**
 * The whole response is in English and has no letter that is not a small one.
 *
 * <p>English is {@link ResponseLanguage}'s verdict, which does not depend on case; {@code langdetect}'s does.
 */
public record EnglishLowercase() implements Instruction {

    public static final String ID = "change_case:english_lowercase";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        if (!LetterCase.isLower(text)) {
            return RuleResult.fail("has letters that are not small ones, or no letters", "");
        }
        return new ResponseLanguage(Language.ENGLISH).check(text);
    }
}
