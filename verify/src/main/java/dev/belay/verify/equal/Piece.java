package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import org.jspecify.annotations.Nullable;

/** An interval of reals; a point has two closed ends with one value. */
record Piece(End low, End high) {

    /** An end: a null value is infinite on its side, and never closed. */
    record End(@Nullable Expr value, boolean closed) {}

    static final End INFINITE = new End(null, false);
    static final Piece ALL = new Piece(INFINITE, INFINITE);

    static Piece point(Expr value) {
        return new Piece(new End(value, true), new End(value, true));
    }

    /** The interval that a bracketed pair spells, or null when its ends are no constants. */
    static @Nullable Piece interval(Expr.Group g) {
        End low = end(g.items().getFirst(), g.open() == '[');
        End high = end(g.items().getLast(), g.close() == ']');
        return low == null || high == null ? null : new Piece(low, high);
    }

    private static @Nullable End end(Expr e, boolean closed) {
        if (RealSets.isInfinite(e)) {
            return INFINITE;
        }
        return isConstant(e) ? new End(e, closed) : null;
    }

    static boolean isConstant(Expr e) {
        return switch (e) {
            case Expr.Group _,
                    Expr.SetOf _,
                    Expr.Listing _,
                    Expr.Relation _,
                    Expr.Matrix _,
                    Expr.Text _,
                    Expr.SetOp _,
                    Expr.NamedSet _,
                    Expr.Builder _,
                    Expr.Cases _,
                    Expr.Ratio _,
                    Expr.Modular _ -> false;
            default -> Substitution.variables(e).isEmpty() && !Forms.hasPlusMinus(e) && !Points.hasImaginary(e);
        };
    }
}
