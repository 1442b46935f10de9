package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/** Rewrites of form that keep the meaning: unwrapping, labels, both signs. */
final class Forms {

    private static final int MAX_SIGNS = 4;

    private Forms() {}

    /** Sequences inside sequences flattened where the spelling is only a habit; memberships read as their sets. */
    static Expr plain(Expr e) {
        if (e instanceof Expr.Relation r
                && r.operators().getLast() == Expr.Rel.IN
                && r.operators().size() == 1) {
            return isSymbolLike(r.first()) ? plain(r.last()) : e;
        }
        if (e instanceof Expr.Listing(List<Expr> items, boolean either)) {
            return new Expr.Listing(items.stream().map(Forms::plain).toList(), either);
        }
        return e;
    }

    static boolean hasPlusMinus(Expr e) {
        return e.any(Expr.PlusMinus.class::isInstance);
    }

    /** Both choices of all signs: ± and ∓ in one value move together, values in a sequence separately. */
    static Expr expand(Expr e) {
        return switch (e) {
            case Expr.Listing(var items, var either) -> new Expr.Listing(expandAll(items), false);
            case Expr.SetOf(var items) -> new Expr.SetOf(expandAll(items));
            case Expr.Relation(var operands, var operators)
            when operators.size() == 1 && isSymbolLike(operands.getFirst()) -> expand(operands.getLast());
            default -> {
                if (!hasPlusMinus(e)) {
                    yield e;
                }
                yield new Expr.Listing(List.of(signed(e, false), signed(e, true)), false);
            }
        };
    }

    private static List<Expr> expandAll(List<Expr> items) {
        List<Expr> all = new ArrayList<>();
        for (Expr item : items) {
            if (hasPlusMinus(item) && all.size() < (1 << MAX_SIGNS)) {
                all.add(signed(item, false));
                all.add(signed(item, true));
            } else {
                all.add(item);
            }
        }
        return List.copyOf(all);
    }

    private static Expr signed(Expr e, boolean minus) {
        if (e instanceof Expr.PlusMinus(Expr of, boolean minusFirst)) {
            Expr inner = signed(of, minus);
            return minus != minusFirst ? new Expr.Neg(inner) : inner;
        }
        return Substitution.map(e, child -> signed(child, minus));
    }

    /** Whether a left side names the right side rather than computing with it. */
    static boolean isLabel(Expr e) {
        return switch (e) {
            case Expr.Sym _, Expr.Apply _, Expr.Text _ -> true;
            case Expr.Const(var which) -> which != Expr.Constant.PI;
            case Expr.Mul(var factors) -> isName(factors);
            case Expr.Pow(Expr.Sym(String f), Expr _) -> f.startsWith("f") || f.startsWith("g");
            case Expr.Group(var open, var items, var close) -> items.stream().allMatch(Forms::isLabel);
            case Expr.Call(var fn, var args) ->
                switch (fn) {
                    case ABS, NORM, DET, MAX, MIN, RE, IM, ARG -> args.stream().allMatch(Forms::isLabel);
                    case SIN, COS, TAN, COT -> args.getFirst() instanceof Expr.Sym(String angle) && isAngle(angle);
                    default -> false;
                };
            case Expr.Ratio(var parts) -> parts.stream().allMatch(Forms::isLabel);
            case Expr.Div(var n, var d) ->
                (isLabel(n) && isLabel(d) && n instanceof Expr.Mul && d instanceof Expr.Mul)
                        || (isDifferential(n) && isDifferential(d));
            case Expr.Listing(var items, var either) -> items.stream().allMatch(Forms::isLabel);
            default -> false;
        };
    }

    /** A, B, theta and their like name angles; x does not. */
    private static boolean isAngle(String name) {
        return Character.isUpperCase(name.charAt(0)) || (name.length() > 2 && name.indexOf('_') < 0);
    }

    private static boolean isDifferential(Expr e) {
        return e instanceof Expr.Mul(var factors)
                && factors.size() == 2
                && factors.getFirst().equals(new Expr.Sym("d"))
                && factors.getLast() instanceof Expr.Sym;
    }

    /** AB, ABC, P(x): a product that spells a segment, a triangle or a function value. */
    private static boolean isName(List<Expr> factors) {
        boolean upper = factors.stream()
                .allMatch(f -> (f instanceof Expr.Sym(String n) && Character.isUpperCase(n.charAt(0)))
                        || (f instanceof Expr.Sym(String m) && (m.startsWith("angle") || m.startsWith("triangle"))));
        boolean applied = factors.size() == 2
                && factors.getFirst() instanceof Expr.Sym(String f)
                && f.length() <= 3
                && (Character.isUpperCase(f.charAt(0)) || f.startsWith("phi"))
                && (factors.get(1) instanceof Expr.Sym || factors.get(1) instanceof Expr.Int);
        return upper || applied;
    }

    static boolean isSymbolLike(Expr e) {
        return e instanceof Expr.Sym
                || e instanceof Expr.Apply
                || (e instanceof Expr.Group(char open, List<Expr> items, char close)
                        && items.stream().allMatch(Forms::isSymbolLike));
    }

    /** The items of any sequence kind, else the value alone. */
    static List<Expr> items(Expr e) {
        return switch (e) {
            case Expr.Listing(var items, var either) -> items;
            case Expr.SetOf(var items) -> items;
            case Expr.Group(var open, var items, var close) -> items;
            case Expr.Cases(var lines) -> lines;
            default -> List.of(e);
        };
    }
}
