package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.Rel;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Unevaluable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions on one variable as sets: isolated ones with any constant ends, linear ones with rational coefficients. */
final class Conditions {

    private final RealSets sets;
    private final Budget budget;

    Conditions(RealSets sets, Budget budget) {
        this.sets = sets;
        this.budget = budget;
    }

    @Nullable
    List<Piece> pieces(Expr.Relation r) {
        if (r.operators().size() == 1) {
            return single(r.first(), r.operators().getFirst(), r.last());
        }
        if (r.operators().size() != 2 || !(r.operands().get(1) instanceof Expr.Sym)) {
            return null;
        }
        Rel first = r.operators().getFirst();
        Rel second = r.operators().getLast();
        if (!first.isOrder() || !second.isOrder()) {
            return null;
        }
        boolean up = isLess(first);
        if (up != isLess(second)) {
            return null;
        }
        Expr low = up ? r.first() : r.last();
        Expr high = up ? r.last() : r.first();
        Rel lowRel = up ? first : second;
        Rel highRel = up ? second : first;
        Expr.Group interval =
                new Expr.Group(isClosed(lowRel) ? '[' : '(', List.of(low, high), isClosed(highRel) ? ']' : ')');
        Piece p = Piece.interval(interval);
        return p == null ? null : List.of(p);
    }

    private static boolean isLess(Rel rel) {
        return rel == Rel.LT || rel == Rel.LE;
    }

    private static boolean isClosed(Rel rel) {
        return rel == Rel.LE || rel == Rel.GE;
    }

    private @Nullable List<Piece> single(Expr left, Rel rel, Expr right) {
        if (rel == Rel.IN && left instanceof Expr.Sym) {
            return sets.pieces(right);
        }
        if (left instanceof Expr.Sym && (Piece.isConstant(right) || RealSets.isInfinite(right))) {
            return ray(rel, right);
        }
        if (right instanceof Expr.Sym && (Piece.isConstant(left) || RealSets.isInfinite(left))) {
            return ray(rel.flipped(), left);
        }
        return linear(left, rel, right);
    }

    private static @Nullable List<Piece> ray(Rel rel, Expr end) {
        if (RealSets.isInfinite(end)) {
            return rel == Rel.LT || rel == Rel.GT ? List.of(Piece.ALL) : null;
        }
        Piece.End open = new Piece.End(end, false);
        Piece.End closed = new Piece.End(end, true);
        return switch (rel) {
            case LT -> List.of(new Piece(Piece.INFINITE, open));
            case LE -> List.of(new Piece(Piece.INFINITE, closed));
            case GT -> List.of(new Piece(open, Piece.INFINITE));
            case GE -> List.of(new Piece(closed, Piece.INFINITE));
            case NE -> List.of(new Piece(Piece.INFINITE, open), new Piece(open, Piece.INFINITE));
            case EQ -> List.of(Piece.point(end));
            default -> null;
        };
    }

    /** c x + k rel 0, with c and k found from three exact values. */
    private @Nullable List<Piece> linear(Expr left, Rel rel, Expr right) {
        if (!rel.isOrder()) {
            return null;
        }
        Expr difference = new Expr.Add(List.of(left, new Expr.Neg(right)));
        Set<String> names = Substitution.variables(difference);
        if (names.size() != 1) {
            return null;
        }
        String x = names.iterator().next();
        Rational k = at(difference, x, 0);
        Rational one = at(difference, x, 1);
        Rational two = at(difference, x, 2);
        Rational far = at(difference, x, 17);
        if (k == null || one == null || two == null || far == null) {
            return null;
        }
        Rationals rationals = new Rationals(budget);
        Rational c = rationals.sub(one, k);
        boolean isLinear = two.equals(rationals.add(k, rationals.mul(c, Rational.of(2))))
                && far.equals(rationals.add(k, rationals.mul(c, Rational.of(17))));
        if (!isLinear || c.isZero()) {
            return null;
        }
        Rational root = rationals.div(k.negate(), c);
        return ray(
                c.signum() > 0 ? rel : rel.flipped(), new Expr.Div(new Expr.Int(root.num()), new Expr.Int(root.den())));
    }

    private @Nullable Rational at(Expr e, String name, long value) {
        try {
            return new Exact(budget).value(Substitution.replace(e, name, Expr.Int.of(value)));
        } catch (Unevaluable none) {
            if (none.reason() == Unevaluable.Cause.BUDGET) {
                throw none;
            }
            return null;
        }
    }
}
