package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Whitespace;

/**
 * At least so many highlights, {@code *so*} or {@code **so**}, each on one line and not blank.
 *
 * @param highlights how many ({@code num_highlights})
 */
public record HighlightCount(int highlights) implements Instruction {

    public static final String ID = "detectable_format:number_highlighted_sections";

    public HighlightCount {
        Checks.atLeast(0, "num_highlights", highlights);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        return Relation.AT_LEAST.judge(count(text, "*") + count(text, "**"), "highlights", highlights);
    }

    /** Spans between two markers without a star or a line break inside, taken from the left without overlap. */
    private static int count(String text, String marker) {
        int count = 0;
        int at = text.indexOf(marker);
        while (at >= 0) {
            int from = at + marker.length();
            int to = from;
            while (to < text.length() && text.charAt(to) != '*' && text.charAt(to) != '\n') {
                to++;
            }
            boolean closed = text.startsWith(marker, to);
            count += closed && !Whitespace.isBlank(text.substring(from, to)) ? 1 : 0;
            at = text.indexOf(marker, closed ? to + marker.length() : at + 1);
        }
        return count;
    }
}
