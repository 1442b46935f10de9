package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Whitespace;

/**
 * A title in double angular brackets, {@code <<so>>}, on one line and not blank.
 */
public record Title() implements Instruction {

    public static final String ID = "detectable_format:title";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        int open = text.indexOf("<<");
        while (open >= 0) {
            int lineEnd = text.indexOf('\n', open);
            int end = lineEnd < 0 ? text.length() : lineEnd;
            // Something has to stand between the brackets: "<<>>" is no match at all.
            int close = end - 2;
            while (close >= open + 3 && !text.startsWith(">>", close)) {
                close--;
            }
            String title = close >= open + 3 ? inner(text.substring(open, close + 2)) : "";
            if (!title.isEmpty()) {
                return RuleResult.pass("has a title", title);
            }
            open = text.indexOf("<<", end);
        }
        return RuleResult.fail("no title in double angular brackets", "");
    }

    private static String inner(String bracketed) {
        int from = 0;
        int to = bracketed.length();
        while (from < to && bracketed.charAt(from) == '<') {
            from++;
        }
        while (to > from && bracketed.charAt(to - 1) == '>') {
            to--;
        }
        return Whitespace.strip(bracketed.substring(from, to));
    }
}
