package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * A family of values with the sets that its parameters range over: "x = k pi, k in Z".
 *
 * @param value the family without the ranges
 * @param names parameters, in order
 * @param sets the set of each parameter
 */
record Parametric(Expr value, List<String> names, List<Expr> sets) {

    static Parametric of(Expr e) {
        if (!(e instanceof Expr.Listing(var items, var either)) || either) {
            return new Parametric(e, List.of(), List.of());
        }
        List<Expr> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Expr> sets = new ArrayList<>();
        for (Expr item : items) {
            if (item instanceof Expr.Relation(var operands, var operators)
                    && operators.equals(List.of(Expr.Rel.IN))
                    && operands.getFirst() instanceof Expr.Sym(String name)
                    && operands.getLast() instanceof Expr.NamedSet) {
                names.add(name);
                sets.add(operands.getLast());
            } else {
                values.add(item);
            }
        }
        if (values.isEmpty() || names.isEmpty()) {
            return new Parametric(e, List.of(), List.of());
        }
        return new Parametric(values.size() == 1 ? values.getFirst() : new Expr.Listing(values, false), names, sets);
    }

    boolean hasRange() {
        return !names.isEmpty();
    }

    /** This family with another's parameter names, where the ranges match one to one and no name is taken. */
    Expr renamedLike(Parametric other) {
        Expr renamed = value;
        if (names.size() != 1 || other.names.size() != 1) {
            return renamed;
        }
        String to = other.names.getFirst();
        return Substitution.variables(value).contains(to)
                ? renamed
                : Substitution.replace(value, names.getFirst(), new Expr.Sym(to));
    }
}
