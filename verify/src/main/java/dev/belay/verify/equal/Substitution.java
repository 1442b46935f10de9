package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Variables of scalar trees, and their replacement. */
final class Substitution {

    private Substitution() {}

    /** Free variables in order of their names. */
    static Set<String> variables(Expr e) {
        Set<String> names = new TreeSet<>();
        collect(e, names);
        return names;
    }

    private static void collect(Expr e, Set<String> names) {
        switch (e) {
            case Expr.Sym(String name) -> names.add(name);
            case Expr.Bound(var binder, String variable, var bounds, var body) -> {
                bounds.forEach(b -> collect(b, names));
                Set<String> inner = variables(body);
                inner.remove(variable);
                names.addAll(inner);
            }
            default -> {
                for (Expr child : e.children()) {
                    collect(child, names);
                }
            }
        }
    }

    static Expr replace(Expr e, String name, Expr by) {
        return replace(e, Map.of(name, by));
    }

    /** All of them in one walk; a variable that a sum or product binds stays. */
    static Expr replace(Expr e, Map<String, Expr> by) {
        if (e instanceof Expr.Sym(String own)) {
            return by.getOrDefault(own, e);
        }
        if (e instanceof Expr.Bound b && by.containsKey(b.variable())) {
            Map<String, Expr> outer = new HashMap<>(by);
            outer.remove(b.variable());
            return map(e, child -> replace(child, outer));
        }
        return map(e, child -> replace(child, by));
    }

    /** Nodes of a tree: what a walk through it costs. */
    static int size(Expr e) {
        int size = 1;
        for (Expr child : e.children()) {
            size += size(child);
        }
        return size;
    }

    /** The tree with every child mapped; kinds above scalars are left alone except for the sequence kinds. */
    static Expr map(Expr e, UnaryOperator<Expr> f) {
        return switch (e) {
            case Expr.Add(var terms) -> new Expr.Add(all(terms, f));
            case Expr.Mul(var factors) -> new Expr.Mul(all(factors, f));
            case Expr.Div(var n, var d) -> new Expr.Div(f.apply(n), f.apply(d));
            case Expr.Pow(var b, var x) -> new Expr.Pow(f.apply(b), f.apply(x));
            case Expr.Neg(var of) -> new Expr.Neg(f.apply(of));
            case Expr.Call(var fn, var args) -> new Expr.Call(fn, all(args, f));
            case Expr.Apply(var name, var args) -> new Expr.Apply(name, all(args, f));
            case Expr.PlusMinus(var of, var minus) -> new Expr.PlusMinus(f.apply(of), minus);
            case Expr.Percent(var of) -> new Expr.Percent(f.apply(of));
            case Expr.Quantity(var v, var unit) -> new Expr.Quantity(f.apply(v), unit);
            case Expr.Group(var open, var items, var close) -> new Expr.Group(open, all(items, f), close);
            case Expr.SetOf(var items) -> new Expr.SetOf(all(items, f));
            case Expr.Listing(var items, var either) -> new Expr.Listing(all(items, f), either);
            case Expr.Relation(var operands, var operators) -> new Expr.Relation(all(operands, f), operators);
            case Expr.Cases(var lines) -> new Expr.Cases(all(lines, f));
            case Expr.Matrix(var rows) ->
                new Expr.Matrix(rows.stream().map(row -> all(row, f)).toList());
            case Expr.Bound(var binder, var v, var bounds, var body) ->
                new Expr.Bound(binder, v, all(bounds, f), f.apply(body));
            default -> e;
        };
    }

    private static List<Expr> all(List<Expr> items, UnaryOperator<Expr> f) {
        List<Expr> mapped = new ArrayList<>(items.size());
        for (Expr item : items) {
            mapped.add(f.apply(item));
        }
        return List.copyOf(mapped);
    }
}
