package dev.belay.verify.rules.text;

import java.util.ArrayList;
import java.util.List;

/**
 * White space as Python's {@code str.strip}, {@code str.split} and {@code \s} see it: Java's {@link Character#isWhitespace}
 * plus the no-break spaces and NEL.
 */
public final class Whitespace {
    private static final char NEXT_LINE = '\u0085';

    private Whitespace() {}

    public static boolean is(char c) {
        return c <= ' '
                ? c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\u001c' && c <= '\u001f')
                : c >= NEXT_LINE && (c == NEXT_LINE || Character.isSpaceChar(c));
    }

    /** The text without leading and trailing white space. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && is(text.charAt(from))) {
            from++;
        }
        while (to > from && is(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Whether there is nothing but white space; true for the empty text. */
    public static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The maximal runs without white space, in order. */
    public static List<String> split(String text) {
        List<String> chunks = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            if (is(text.charAt(i))) {
                if (start >= 0) {
                    chunks.add(text.substring(start, i));
                }
                start = -1;
            } else if (start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            chunks.add(text.substring(start));
        }
        return chunks;
    }
}
