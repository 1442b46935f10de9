package dev.belay.model.jinja;

import java.util.function.IntPredicate;

/** White space as Python's {@code str.isspace} has it, which includes the no-break space and the separators of ASCII. */
final class Whitespace {
    private Whitespace() {}

    static boolean is(int c) {
        return (c >= 0x09 && c <= 0x0D)
                || (c >= 0x1C && c <= 0x20)
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    static boolean isAll(String text) {
        return !text.isEmpty() && text.chars().allMatch(Whitespace::is);
    }

    /** The first position from {@code from} on that holds none. */
    static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && is(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The last position up to {@code from} that has none before it. */
    static int skipBack(String text, int from) {
        int at = from;
        while (at > 0 && is(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    static String stripStart(String text) {
        return stripStart(text, Whitespace::is);
    }

    static String stripEnd(String text) {
        return stripEnd(text, Whitespace::is);
    }

    /** Without the code points at its start that are to go. */
    static String stripStart(String text, IntPredicate goes) {
        int at = 0;
        while (at < text.length() && goes.test(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return text.substring(at);
    }

    /** Without the code points at its end that are to go. */
    static String stripEnd(String text, IntPredicate goes) {
        int end = text.length();
        while (end > 0 && goes.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }
}
