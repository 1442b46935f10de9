package dev.belay.verify.rules.phrase;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import dev.belay.verify.rules.text.LetterCase;

/**
 * Whether a phrase occurs as a substring, in any case; or whether it does not.
 *
 * <p>Source: the "python" and "no python" rewards of Spurious Rewards (arXiv 2506.10947,
 * {@code contain_python_wo_backticks} and its inverse).
 *
 * @param phrase what to look for
 * @param wanted which finding scores 1
 */
public record PhrasePresence(String phrase, Wanted wanted) implements TextRule {

    /** Which finding scores 1. */
    public enum Wanted {
        PRESENT,
        ABSENT
    }

    public PhrasePresence {
        if (phrase.isEmpty()) {
            throw new IllegalArgumentException("the phrase must not be empty");
        }
        phrase = LetterCase.lower(phrase);
    }

    /** The python reward: responses that mention it. */
    public static PhrasePresence python() {
        return new PhrasePresence("python", Wanted.PRESENT);
    }

    @Override
    public RuleResult check(String text) {
        int at = LetterCase.lower(text).indexOf(phrase);
        boolean passed = (at >= 0) == (wanted == Wanted.PRESENT);
        String reason = (at >= 0 ? "has" : "lacks") + " \"" + phrase + "\"";
        return passed ? RuleResult.pass(reason, "") : RuleResult.fail(reason, at < 0 ? "" : text.substring(at));
    }
}
