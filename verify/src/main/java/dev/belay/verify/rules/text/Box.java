package dev.belay.verify.rules.text;

import java.util.Arrays;
import java.util.Optional;

/** Finds complete {@code \boxed{…}} and {@code \fbox{…}} groups by counting braces, in one pass. */
public final class Box {
    private static final String[] MACROS = {"\\boxed", "\\fbox"};

    private Box() {}

    /**
     * Content of the last complete box that is not blank; nested boxes end before the box around them. Escaped braces do
     * not count, blanks may stand before the brace, and an unclosed box is no box.
     */
    public static Optional<String> lastFilled(String text) {
        int[] opened = new int[16];
        int depth = 0;
        int lastFrom = -1;
        int lastTo = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                opened = depth == opened.length ? Arrays.copyOf(opened, 2 * depth) : opened;
                opened[depth++] = endsWithMacro(text, i) ? i : -1;
            } else if (c == '}' && depth > 0 && opened[--depth] >= 0) {
                int from = opened[depth] + 1;
                if (hasInk(text, from, i)) {
                    lastFrom = from;
                    lastTo = i;
                }
            }
        }
        return lastFrom < 0 ? Optional.empty() : Optional.of(text.substring(lastFrom, lastTo));
    }

    private static boolean hasInk(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Whitespace.is(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWithMacro(String text, int brace) {
        int end = brace;
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        for (String macro : MACROS) {
            if (text.startsWith(macro, end - macro.length())) {
                return true;
            }
        }
        return false;
    }
}
