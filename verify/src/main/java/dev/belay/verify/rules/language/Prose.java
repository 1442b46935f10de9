package dev.belay.verify.rules.language;

/**
 * A text without its formulas and code, which are Latin letters in any language: fenced and inline code, the four LaTeX
 * mathematics delimiters, and the names of macros outside them.
 */
final class Prose {
    private static final String[][] DELIMITERS = {
        {"```", "```"}, {"`", "`"}, {"$$", "$$"}, {"$", "$"}, {"\\(", "\\)"}, {"\\[", "\\]"}
    };

    // A single dollar sign is more often money than mathematics, so its span has to stay on one line.
    private static final int DOLLAR = 3;

    private final String text;
    private final StringBuilder kept = new StringBuilder();
    // Once a closing delimiter is not found it is not looked for again, which keeps the whole scan linear.
    private final boolean[] exhausted = new boolean[DELIMITERS.length];

    private Prose(String text) {
        this.text = text;
    }

    static String of(String text) {
        return new Prose(text).scan();
    }

    private String scan() {
        int at = 0;
        while (at < text.length()) {
            int next = afterSpan(at);
            if (next == at && text.charAt(at) == '\\') {
                next = afterMacro(at);
            }
            if (next == at) {
                kept.append(text.charAt(at));
                next++;
            } else {
                kept.append(' ');
            }
            at = next;
        }
        return kept.toString();
    }

    /** End of the span that opens at {@code at}, or {@code at} itself. An unclosed span is no span. */
    private int afterSpan(int at) {
        for (int d = 0; d < DELIMITERS.length; d++) {
            if (!exhausted[d] && text.startsWith(DELIMITERS[d][0], at)) {
                int from = at + DELIMITERS[d][0].length();
                int close = text.indexOf(DELIMITERS[d][1], from);
                exhausted[d] = close < 0;
                if (close >= 0 && !(d == DOLLAR && hasLineBreak(from, close))) {
                    return close + DELIMITERS[d][1].length();
                }
            }
        }
        return at;
    }

    private boolean hasLineBreak(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private int afterMacro(int at) {
        int end = at + 1;
        while (end < text.length() && isAsciiLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
