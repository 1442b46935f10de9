package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import java.util.Set;

/** What became of a text. */
public sealed interface Reading {

    /**
     * @param value the tree
     * @param ambiguities spellings met that have another customary reading
     */
    record Read(Expr value, Set<Convention> ambiguities) implements Reading {}

    /**
     * @param problem the first rule that failed, with the place
     */
    record Unreadable(String problem) implements Reading {}
}
