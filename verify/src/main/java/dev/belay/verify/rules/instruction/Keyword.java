package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.text.Words;

/** Finds a literal keyword in a text whatever the case of either. */
final class Keyword {
    private final String folded;

    private Keyword(String folded) {
        this.folded = folded;
    }

    static Keyword of(String keyword) {
        return new Keyword(fold(keyword));
    }

    /** The text as the searches below want it; char for char, so that indices stay valid. */
    static String fold(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            // Both steps, as String.equalsIgnoreCase does: some letters share only one of their cases.
            chars[i] = Character.toLowerCase(Character.toUpperCase(chars[i]));
        }
        return new String(chars);
    }

    /** First index in the folded text, or -1. */
    int in(String foldedText) {
        return foldedText.indexOf(folded);
    }

    /** First index in the folded text where the keyword stands between word boundaries, or -1. */
    int asWordIn(String foldedText) {
        for (int at = foldedText.indexOf(folded); at >= 0; at = foldedText.indexOf(folded, at + 1)) {
            if (Words.isBoundary(foldedText, at) && Words.isBoundary(foldedText, at + folded.length())) {
                return at;
            }
        }
        return -1;
    }

    /** Occurrences without overlap. */
    int count(String foldedText) {
        int count = 0;
        for (int at = in(foldedText); at >= 0; at = foldedText.indexOf(folded, at + folded.length())) {
            count++;
        }
        return count;
    }
}
