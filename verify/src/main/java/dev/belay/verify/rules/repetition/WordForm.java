package dev.belay.verify.rules.repetition;

import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.Whitespace;
import dev.belay.verify.rules.text.Words;
import java.util.List;

/** How a text is cut into the words whose n-grams are counted. */
public enum WordForm {
    /** Runs without white space, as they are. */
    EXACT,
    /** The same, lower-cased (open-r1). */
    LOWER_CASE,
    /** Lower-cased and without punctuation, so that a moved comma does not hide a repeat. */
    LOWER_CASE_LETTERS,
    /** Cut at single blanks and at underscores only, as they are (RLPR). */
    BLANK_OR_UNDERSCORE;

    List<String> words(String text) {
        return switch (this) {
            case EXACT -> Whitespace.split(text);
            case LOWER_CASE -> Whitespace.split(LetterCase.lower(text));
            case LOWER_CASE_LETTERS ->
                Whitespace.split(LetterCase.lower(text)).stream()
                        .map(WordForm::letters)
                        .filter(word -> !word.isEmpty())
                        .toList();
            case BLANK_OR_UNDERSCORE -> blankOrUnderscore(text);
        };
    }

    private static String letters(String word) {
        return word.codePoints()
                .filter(c -> c != '_' && Words.isWordChar(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<String> blankOrUnderscore(String text) {
        return List.of(text.replace('_', ' ').split(" ", -1));
    }
}
