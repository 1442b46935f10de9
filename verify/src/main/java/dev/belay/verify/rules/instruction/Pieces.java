package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Whitespace;
import java.util.ArrayList;
import java.util.List;

/**
 * A text cut at a divider.
 *
 * @param all the pieces in order, blank ones included; one more than there are dividers
 */
record Pieces(List<String> all) {

    static Pieces of(String text, String divider) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(divider); at >= 0; at = text.indexOf(divider, from)) {
            pieces.add(text.substring(from, at));
            from = at + divider.length();
        }
        pieces.add(text.substring(from));
        return new Pieces(List.copyOf(pieces));
    }

    /** The pieces that are not blank, stripped. */
    List<String> filled() {
        return all.stream()
                .map(Whitespace::strip)
                .filter(piece -> !piece.isEmpty())
                .toList();
    }

    /** Exactly {@code wanted} pieces, where a blank one is forgiven at either end but not between two dividers. */
    RuleResult judge(String counted, int wanted) {
        for (int i = 1; i + 1 < all.size(); i++) {
            if (Whitespace.isBlank(all.get(i))) {
                return RuleResult.fail("nothing between two dividers", "");
            }
        }
        return Relation.EXACTLY.judge(filled().size(), counted, wanted);
    }
}
