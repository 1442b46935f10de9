package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.NamedSet.Name;
import dev.belay.verify.expr.Expr.Rel;
import dev.belay.verify.policy.Leniency;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets of reals: intervals, unions, conditions and set-builders, normalised to disjoint pieces in ascending order. */
final class RealSets {

    private final Comparison comparison;
    private final Conditions conditions;

    RealSets(Comparison comparison) {
        this.comparison = comparison;
        this.conditions = new Conditions(this, comparison.budget());
    }

    /** Whether a tree can only be a set of points. A round pair is a set only against one of these. */
    static boolean isSet(Expr e) {
        return switch (e) {
            case Expr.SetOp _, Expr.NamedSet _, Expr.Builder _ -> true;
            case Expr.Group(char open, List<Expr> items, char close) ->
                (open == '[') != (close == ']') || items.stream().anyMatch(RealSets::isInfinite);
            default -> false;
        };
    }

    static boolean isInfinite(Expr e) {
        return (e instanceof Expr.Const(var which) && which == Expr.Constant.INFINITY)
                || (e instanceof Expr.Neg(Expr of) && isInfinite(of))
                || (e instanceof Expr.Add(List<Expr> terms) && terms.size() == 1 && isInfinite(terms.getFirst()));
    }

    Outcome compare(Expr g, Expr a) {
        if (isConditions(a) && !isConditions(g) && !comparison.allows(Leniency.CONDITION_FOR_SET)) {
            return Outcome.KIND;
        }
        List<Piece> gp = pieces(g);
        List<Piece> ap = gp == null ? null : pieces(a);
        if (gp != null && ap != null) {
            return equal(gp, ap);
        }
        return structural(g, a);
    }

    /** "x < 1 or x > 2": may be an echo of the question. */
    private static boolean isConditions(Expr e) {
        return e instanceof Expr.Listing(var items, var either)
                && items.stream()
                        .allMatch(i -> i instanceof Expr.Relation(var operands, var operators)
                                && operators.stream().allMatch(o -> o.isOrder() || o == Rel.NE));
    }

    /** Set expressions without constant ends, compared part by part. */
    private Outcome structural(Expr g, Expr a) {
        if (g instanceof Expr.SetOp(var go, var gl, var gr) && a instanceof Expr.SetOp(var ao, var al, var ar)) {
            if (go != ao) {
                return Outcome.KIND;
            }
            Outcome straight = comparison.compare(gl, al).and(comparison.compare(gr, ar));
            if (straight.isEqual() || go == Expr.SetOperator.DIFFERENCE) {
                return straight;
            }
            return comparison.compare(gl, ar).and(comparison.compare(gr, al));
        }
        if (g instanceof Expr.Builder(var ge, var gc) && a instanceof Expr.Builder(var ae, var ac)) {
            if (ge instanceof Expr.Sym(String from) && ae instanceof Expr.Sym) {
                return comparison.compare(Substitution.replace(gc, from, ae), ac);
            }
            return comparison.compare(ge, ae).and(comparison.compare(gc, ac));
        }
        if (g instanceof Expr.Group gg && a instanceof Expr.Group ag) {
            if (gg.open() != ag.open() || gg.close() != ag.close()) {
                return Outcome.DIFFERENT;
            }
            return comparison.each(gg.items(), ag.items());
        }
        if (g instanceof Expr.NamedSet && a instanceof Expr.NamedSet) {
            return Outcome.DIFFERENT;
        }
        return Outcome.KIND;
    }

    Outcome equal(List<Piece> g, List<Piece> a) {
        if (g.size() != a.size()) {
            return Outcome.DIFFERENT;
        }
        Outcome all = Outcome.SAME;
        for (int i = 0; i < g.size(); i++) {
            all = all.and(end(g.get(i).low(), a.get(i).low()))
                    .and(end(g.get(i).high(), a.get(i).high()));
        }
        return all;
    }

    private Outcome end(Piece.End g, Piece.End a) {
        if (g.closed() != a.closed() || (g.value() == null) != (a.value() == null)) {
            return Outcome.DIFFERENT;
        }
        return g.value() == null || a.value() == null ? Outcome.SAME : comparison.scalar(g.value(), a.value());
    }

    /** The set as sorted disjoint pieces, or null when it is none with constant real ends. */
    @Nullable
    List<Piece> pieces(Expr e) {
        List<Piece> raw = raw(e);
        return raw == null ? null : new PieceOrder(comparison).merge(raw);
    }

    private @Nullable List<Piece> raw(Expr e) {
        return switch (e) {
            case Expr.NamedSet(Name name) ->
                switch (name) {
                    case REALS -> List.of(Piece.ALL);
                    case EMPTY -> List.of();
                    case POSITIVE_REALS -> List.of(new Piece(new Piece.End(Expr.Int.of(0), false), Piece.INFINITE));
                    default -> null;
                };
            case Expr.SetOf(List<Expr> items) -> points(items);
            case Expr.Group g
            when g.items().size() == 2 -> {
                Piece p = Piece.interval(g);
                yield p == null ? null : List.of(p);
            }
            case Expr.SetOp(var op, var l, var r) -> operation(op, l, r);
            case Expr.Builder(Expr element, Expr condition) -> builder(element, condition);
            case Expr.Relation r -> conditions.pieces(r);
            case Expr.Listing(List<Expr> items, boolean either)
            when items.stream().allMatch(Expr.Relation.class::isInstance) -> combined(items, either);
            default -> null;
        };
    }

    private @Nullable List<Piece> builder(Expr element, Expr condition) {
        if (element instanceof Expr.Sym) {
            return raw(condition);
        }
        boolean real = element instanceof Expr.Relation(var operands, var operators)
                && operators.equals(List.of(Rel.IN))
                && operands.getLast() instanceof Expr.NamedSet(Name name)
                && name == Name.REALS;
        return real ? raw(condition) : null;
    }

    private static @Nullable List<Piece> points(List<Expr> items) {
        List<Piece> all = new ArrayList<>();
        for (Expr item : items) {
            if (!Piece.isConstant(item)) {
                return null;
            }
            all.add(Piece.point(item));
        }
        return all;
    }

    private @Nullable List<Piece> operation(Expr.SetOperator op, Expr l, Expr r) {
        List<Piece> left = pieces(l);
        List<Piece> right = left == null ? null : pieces(r);
        if (left == null || right == null) {
            return null;
        }
        PieceOrder order = new PieceOrder(comparison);
        return switch (op) {
            case UNION -> {
                List<Piece> all = new ArrayList<>(left);
                all.addAll(right);
                yield all;
            }
            case INTERSECTION -> order.intersect(left, right);
            case DIFFERENCE -> order.intersect(left, order.complement(right));
        };
    }

    private @Nullable List<Piece> combined(List<Expr> items, boolean either) {
        List<Piece> all = null;
        for (Expr item : items) {
            List<Piece> next = pieces(item);
            if (next == null) {
                return null;
            }
            if (all == null) {
                all = next;
            } else if (either) {
                all = new ArrayList<>(all);
                all.addAll(next);
            } else {
                all = new PieceOrder(comparison).intersect(all, next);
            }
        }
        return all;
    }
}
