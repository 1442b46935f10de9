package dev.belay.verify.rules.grounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Document numbers in square brackets, joined by commas.
 *
 * @param documents the numbers
 * @param end index behind the closing bracket
 */
record Citation(List<Integer> documents, int end) {
    // More digits name no document, and reading them could overflow.
    private static final int MOST_DIGITS = 6;

    /** The citation that starts at {@code start}, if one does. */
    static Optional<Citation> at(String text, int start) {
        if (start >= text.length() || text.charAt(start) != '[') {
            return Optional.empty();
        }
        List<Integer> documents = new ArrayList<>();
        int at = start;
        do {
            int from = skipBlanks(text, at + 1);
            int to = from;
            while (to < text.length() && isDigit(text.charAt(to)) && to - from < MOST_DIGITS) {
                to++;
            }
            if (to == from) {
                return Optional.empty();
            }
            documents.add(Integer.parseInt(text, from, to, 10));
            at = skipBlanks(text, to);
        } while (at < text.length() && text.charAt(at) == ',');
        return at < text.length() && text.charAt(at) == ']'
                ? Optional.of(new Citation(List.copyOf(documents), at + 1))
                : Optional.empty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
