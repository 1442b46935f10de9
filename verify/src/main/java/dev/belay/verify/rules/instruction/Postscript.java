package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.Whitespace;
import java.util.List;

/**
 * A postscript marker occurs, in any case. For {@code P.S.} and {@code P.P.S} one white space may stand between the
 * letters; any other marker is literal.
 *
 * @param marker the marker ({@code postscript_marker})
 */
public record Postscript(String marker) implements Instruction {

    public static final String ID = "detectable_content:postscript";

    public Postscript {
        marker = Checks.text("postscript_marker", marker);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        String lower = LetterCase.lower(text);
        boolean found = switch (marker) {
            case "P.P.S" -> Letters.spaced("p.", "p.", "s").occursIn(lower);
            case "P.S." -> Letters.spaced("p.", "s.").occursIn(lower);
            default -> lower.contains(LetterCase.lower(marker));
        };
        return RuleResult.of(found, (found ? "has" : "lacks") + " a postscript marked " + marker);
    }

    /** Parts in a row, with at most one white space between two. */
    private record Letters(List<String> parts) {
        static Letters spaced(String... parts) {
            return new Letters(List.of(parts));
        }

        boolean occursIn(String text) {
            String first = parts.getFirst();
            for (int at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
                if (standsAt(text, at)) {
                    return true;
                }
            }
            return false;
        }

        private boolean standsAt(String text, int start) {
            int at = start;
            for (String part : parts) {
                boolean gap = at > start && at < text.length() && Whitespace.is(text.charAt(at));
                at += gap ? 1 : 0;
                if (!text.startsWith(part, at)) {
                    return false;
                }
                at += part.length();
            }
            return true;
        }
    }
}
