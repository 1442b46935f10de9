package dev.belay.verify.rules.language;

import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.Words;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Guesses the language of a text without a trained model: the commonest script decides; among languages that share it,
 * the one whose common words and own letters occur most.
 *
 * <p>Stands in for the n-gram profiles of {@code langdetect} that IFEval's reference calls. It is deterministic (theirs
 * is not without a fixed seed) and case-blind (theirs takes English in capitals for German). Two sentences are enough in
 * practice; a few words may leave it undecided, and then it says so instead of guessing.
 *
 * @param script the commonest script among the text's letters; empty if it has none
 * @param language the language; empty if there are no letters, or no evidence parts those that share the script
 */
public record LanguageGuess(Optional<UnicodeScript> script, Optional<Language> language) {

    // An own letter is weaker evidence than a whole word: it comes with loan words and names.
    // Words of one letter are halfway: they are also variables and list labels.
    private static final int WORD_WEIGHT = 4;
    private static final int SHORT_WORD_WEIGHT = 2;
    private static final int LETTER_WEIGHT = 1;
    // Japanese mixes kana with Chinese characters; Chinese has no kana at all.
    private static final int KANA_SHARE = 20;

    /** The guess for {@code text}. */
    public static LanguageGuess of(String text) {
        Map<UnicodeScript, Integer> letters = countLetters(text);
        Optional<UnicodeScript> commonest =
                letters.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        if (commonest.isEmpty()) {
            return new LanguageGuess(Optional.empty(), Optional.empty());
        }
        UnicodeScript script = commonest.get();
        int kana = letters.getOrDefault(UnicodeScript.HIRAGANA, 0) + letters.getOrDefault(UnicodeScript.KATAKANA, 0);
        if (script == UnicodeScript.HAN || isKana(script)) {
            boolean japanese = (long) kana * KANA_SHARE > letters.getOrDefault(UnicodeScript.HAN, 0);
            return new LanguageGuess(commonest, Optional.of(japanese ? Language.JAPANESE : Language.CHINESE));
        }
        List<Language> candidates = Arrays.stream(Language.values())
                .filter(language -> language.scripts().contains(script))
                .toList();
        if (candidates.size() <= 1) {
            return new LanguageGuess(commonest, candidates.stream().findFirst());
        }
        return new LanguageGuess(commonest, commonestLanguage(LetterCase.lower(text), candidates));
    }

    private static boolean isKana(UnicodeScript script) {
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA;
    }

    private static Map<UnicodeScript, Integer> countLetters(String text) {
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        text.codePoints().filter(Character::isLetter).forEach(c -> {
            UnicodeScript script = UnicodeScript.of(c);
            if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
                letters.merge(script, 1, Integer::sum);
            }
        });
        return letters;
    }

    private static Optional<Language> commonestLanguage(String lower, List<Language> candidates) {
        long[] evidence = new long[candidates.size()];
        int start = 0;
        for (int i = 0; i < lower.length(); ) {
            int c = lower.codePointAt(i);
            for (int k = 0; k < evidence.length; k++) {
                evidence[k] += candidates.get(k).isOwnLetter(c) ? LETTER_WEIGHT : 0;
            }
            int next = i + Character.charCount(c);
            if (!isWordPart(c)) {
                addWord(lower.substring(start, i), candidates, evidence);
                start = next;
            }
            i = next;
        }
        addWord(lower.substring(start), candidates, evidence);
        return winner(evidence).map(candidates::get);
    }

    private static void addWord(String word, List<Language> candidates, long[] evidence) {
        if (word.isEmpty()) {
            return;
        }
        int weight = word.codePointCount(0, word.length()) == 1 ? SHORT_WORD_WEIGHT : WORD_WEIGHT;
        for (int k = 0; k < evidence.length; k++) {
            evidence[k] += candidates.get(k).isCommonWord(word) ? weight : 0;
        }
    }

    /** The index with the most evidence; empty if there is none or two share it. */
    private static Optional<Integer> winner(long[] evidence) {
        long most = Arrays.stream(evidence).max().orElse(0);
        long holders = Arrays.stream(evidence).filter(value -> value == most).count();
        if (most == 0 || holders > 1) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(evidence).boxed().toList().indexOf(most));
    }

    /** Unlike IFEval's word characters these include vowel signs, so that Devanagari words stay whole. */
    private static boolean isWordPart(int c) {
        return Words.isWordChar(c)
                || switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }
}
