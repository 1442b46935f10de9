package dev.belay.verify.extract;

import org.jspecify.annotations.Nullable;

/** Formulas between LaTeX delimiters. */
final class Formulas {

    private static final String[][] PAIRS = {{"$$", "$$"}, {"\\[", "\\]"}, {"\\(", "\\)"}, {"$", "$"}};

    private Formulas() {}

    /** The first formula that begins within {@code reach} characters, with those that a comma or "and" joins to it. */
    static @Nullable String first(String text, int reach) {
        int[] span = next(text, 0);
        if (span == null || span[0] > reach || (text.substring(0, span[0]).indexOf('\n') >= 0 && span[0] > 12)) {
            return null;
        }
        StringBuilder all = new StringBuilder(text.substring(span[1], span[2]));
        int end = span[3];
        for (int i = 0; i < 6; i++) {
            int[] more = next(text, end);
            if (more == null || !isJoint(text.substring(end, more[0]))) {
                break;
            }
            all.append(", ").append(text, more[1], more[2]);
            end = more[3];
        }
        String tail = text.substring(end, Math.min(text.length(), end + 12)).strip();
        if (tail.startsWith("percent") || tail.startsWith("pct") || tail.startsWith("%")) {
            all.append("\\%");
        }
        return all.toString();
    }

    /** The last formula of a text as {content, end offset}; null if there is none. */
    static int @Nullable [] last(String text) {
        int[] best = null;
        for (String[] pair : PAIRS) {
            int close = text.lastIndexOf(pair[1]);
            int open = close <= 0 ? -1 : text.lastIndexOf(pair[0], close - 1);
            if (open >= 0 && (best == null || close + pair[1].length() > best[2]) && open + pair[0].length() < close) {
                best = new int[] {open + pair[0].length(), close, close + pair[1].length(), open};
            }
        }
        return best;
    }

    private static boolean isJoint(String between) {
        String word = between.strip();
        return word.equals(",")
                || word.equals("and")
                || word.equals("or")
                || word.equals(", and")
                || word.equals(", or")
                || word.equals(";");
    }

    /** {start, content start, content end, end} of the next formula. */
    private static int @Nullable [] next(String text, int from) {
        int[] best = null;
        for (String[] pair : PAIRS) {
            int open = text.indexOf(pair[0], from);
            if (open < 0 || (best != null && open >= best[0])) {
                continue;
            }
            int close = text.indexOf(pair[1], open + pair[0].length());
            if (close > open + pair[0].length()) {
                best = new int[] {open, open + pair[0].length(), close, close + pair[1].length()};
            }
        }
        return best;
    }
}
