package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Complex;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Real;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Order of ends, and with it union, intersection and complement of pieces. */
final class PieceOrder {

    private static final int BITS = 192;
    private static final int MAX_PIECES = 64;

    private final Comparison comparison;
    private final Budget budget;

    PieceOrder(Comparison comparison) {
        this.comparison = comparison;
        this.budget = comparison.budget();
    }

    private int compare(Expr a, Expr b) {
        Exact exact = new Exact(budget);
        Rational x = exact.value(a);
        Rational y = x == null ? null : exact.value(b);
        if (x != null && y != null) {
            return new Rationals(budget).compare(x, y);
        }
        if (comparison.scalar(a, b).isEqual()) {
            return 0;
        }
        Evaluator evaluator = new Evaluator(BITS, budget, new Point(0));
        Complex gap = evaluator.arithmetic().sub(evaluator.value(a), evaluator.value(b));
        Real re = gap.re();
        return re.sign();
    }

    /** Order of lower ends: an infinite one first, a closed one before an open one. */
    private int lows(Piece.End a, Piece.End b) {
        if (a.value() == null || b.value() == null) {
            return Boolean.compare(a.value() != null, b.value() != null);
        }
        int c = compare(a.value(), b.value());
        return c != 0 ? c : Boolean.compare(b.closed(), a.closed());
    }

    private int highs(Piece.End a, Piece.End b) {
        if (a.value() == null || b.value() == null) {
            return Boolean.compare(a.value() == null, b.value() == null);
        }
        int c = compare(a.value(), b.value());
        return c != 0 ? c : Boolean.compare(a.closed(), b.closed());
    }

    private boolean isEmpty(Piece p) {
        if (p.low().value() == null || p.high().value() == null) {
            return false;
        }
        int c = compare(p.low().value(), p.high().value());
        return c > 0 || (c == 0 && !(p.low().closed() && p.high().closed()));
    }

    /** Sorted and merged; null when there are too many pieces. */
    @Nullable
    List<Piece> merge(List<Piece> raw) {
        if (raw.size() > MAX_PIECES) {
            return null;
        }
        List<Piece> sorted = new ArrayList<>();
        for (Piece p : raw) {
            if (!isEmpty(p)) {
                sorted.add(p);
            }
        }
        sorted.sort((p, q) -> lows(p.low(), q.low()));
        List<Piece> merged = new ArrayList<>();
        for (Piece p : sorted) {
            Piece last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && touches(last.high(), p.low())) {
                Piece.End high = highs(last.high(), p.high()) >= 0 ? last.high() : p.high();
                merged.set(merged.size() - 1, new Piece(last.low(), high));
            } else {
                merged.add(p);
            }
        }
        return merged;
    }

    private boolean touches(Piece.End high, Piece.End low) {
        if (high.value() == null || low.value() == null) {
            return true;
        }
        int c = compare(high.value(), low.value());
        return c > 0 || (c == 0 && (high.closed() || low.closed()));
    }

    List<Piece> intersect(List<Piece> a, List<Piece> b) {
        List<Piece> all = new ArrayList<>();
        for (Piece p : a) {
            for (Piece q : b) {
                Piece.End low = lows(p.low(), q.low()) >= 0 ? p.low() : q.low();
                Piece.End high = highs(p.high(), q.high()) <= 0 ? p.high() : q.high();
                Piece both = new Piece(low, high);
                if (!isEmpty(both)) {
                    all.add(both);
                }
            }
        }
        return all;
    }

    /** The reals without sorted disjoint pieces. */
    List<Piece> complement(List<Piece> pieces) {
        List<Piece> all = new ArrayList<>();
        Piece.End low = Piece.INFINITE;
        for (Piece p : pieces) {
            if (p.low().value() != null) {
                all.add(new Piece(low, new Piece.End(p.low().value(), !p.low().closed())));
            }
            if (p.high().value() == null) {
                return all;
            }
            low = new Piece.End(p.high().value(), !p.high().closed());
        }
        all.add(new Piece(low, Piece.INFINITE));
        return all;
    }
}
