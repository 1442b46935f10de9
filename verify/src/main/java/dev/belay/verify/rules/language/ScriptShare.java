package dev.belay.verify.rules.language;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * The share of a text's letters that belong to given scripts: a language-consistency reward that needs no model.
 *
 * <p>Source: the language-consistency reward of DeepSeek-R1 (arXiv 2501.12948, section 2.3.2) is the share of
 * target-language words in the reasoning; ours counts letters by Unicode script, so it tells Chinese from English but not
 * French from English (that is {@link LanguageGuess}). Letters of no script count nowhere. A text without letters scores
 * 0: silence must not earn.
 *
 * @param scripts scripts that count as the wanted language
 * @param minimumShare share that passes, in [0, 1]; the score is the share itself
 * @param scope what is looked at
 */
public record ScriptShare(Set<UnicodeScript> scripts, double minimumShare, Scope scope) implements TextRule {

    /** Which part of the text is judged. */
    public enum Scope {
        /** Every letter. */
        ALL,
        /** Not code, formulas and LaTeX macro names: they are Latin letters in any language. */
        PROSE
    }

    public ScriptShare {
        scripts = Set.copyOf(scripts);
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("needs at least one script");
        }
        if (!(minimumShare >= 0 && minimumShare <= 1)) {
            throw new IllegalArgumentException("minimumShare must be in [0, 1], got " + minimumShare);
        }
    }

    /**
     * The scripts of a language, prose only.
     *
     * @param language ISO 639-1 code, one of {@link Language#codes()}
     */
    public static ScriptShare of(String language, double minimumShare) {
        return new ScriptShare(Language.of(language).scripts(), minimumShare, Scope.PROSE);
    }

    @Override
    public RuleResult check(String text) {
        String looked = scope == Scope.PROSE ? Prose.of(text) : text;
        int letters = 0;
        int inside = 0;
        int foreign = -1;
        for (int i = 0; i < looked.length(); ) {
            int c = looked.codePointAt(i);
            if (Character.isLetter(c)) {
                UnicodeScript script = UnicodeScript.of(c);
                if (scripts.contains(script)) {
                    letters++;
                    inside++;
                } else if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
                    letters++;
                    foreign = foreign < 0 ? i : foreign;
                }
            }
            i += Character.charCount(c);
        }
        if (letters == 0) {
            return RuleResult.fail("no letters to judge", "");
        }
        double share = (double) inside / letters;
        String reason = inside + " of " + letters + " letters in the wanted scripts, needs a share of " + minimumShare;
        return new RuleResult(share >= minimumShare, share, reason, foreign < 0 ? "" : looked.substring(foreign));
    }
}
