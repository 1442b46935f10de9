package dev.belay.verify.expr;

import java.util.List;
import java.util.stream.Collectors;

/** Spells a tree out in one plain way: fully bracketed where precedence matters, no LaTeX. */
public final class Show {

    private static final int MAX_LENGTH = 2_000;

    private Show() {}

    /** The canonical spelling, cut after 2,000 characters. */
    public static String of(Expr e) {
        String all = show(e);
        return all.length() <= MAX_LENGTH ? all : all.substring(0, MAX_LENGTH) + "...";
    }

    private static String show(Expr e) {
        return switch (e) {
            case Expr.Int(var v) -> v.bitLength() > 4_000 ? "integer of " + v.bitLength() + " bits" : v.toString();
            case Expr.Dec(var v) -> v.toString();
            case Expr.Sym(var name) -> name;
            case Expr.Const(var c) ->
                switch (c) {
                    case PI -> "pi";
                    case E -> "e";
                    case I -> "i";
                    case INFINITY -> "oo";
                };
            case Expr.Add(var terms) -> join(terms, " + ", "(", ")");
            case Expr.Mul(var factors) -> join(factors, "*", "", "");
            case Expr.Div(var a, var b) -> tight(a) + "/" + tight(b);
            case Expr.Pow(var a, var b) -> tight(a) + "^" + tight(b);
            case Expr.Neg(var of) -> "-" + tight(of);
            case Expr.Call(var fn, var args) -> fn.key() + join(args, ", ", "(", ")");
            case Expr.Apply(var name, var args) -> name + join(args, ", ", "(", ")");
            case Expr.PlusMinus(var of, var minus) -> (minus ? "-+" : "+-") + tight(of);
            case Expr.Percent(var of) -> tight(of) + "%";
            case Expr.Quantity(var value, var unit) -> show(value) + " [" + unit + "]";
            case Expr.BaseN(var digits, var base) -> digits + "_" + base;
            default -> compound(e);
        };
    }

    private static String compound(Expr e) {
        return switch (e) {
            case Expr.Group(var open, var items, var close) -> join(items, ", ", open + "", close + "");
            case Expr.SetOf(var items) -> join(items, ", ", "{", "}");
            case Expr.Listing(var items, var either) -> join(items, either ? " or " : ", ", "", "");
            case Expr.SetOp(var op, var l, var r) ->
                "(" + show(l) + " "
                        + switch (op) {
                            case UNION -> "u";
                            case INTERSECTION -> "n";
                            case DIFFERENCE -> "\\";
                        }
                        + " " + show(r) + ")";
            case Expr.NamedSet(var name) -> name.toString();
            case Expr.Builder(var element, var condition) -> "{" + show(element) + " : " + show(condition) + "}";
            case Expr.Relation(var operands, var operators) -> relation(operands, operators);
            case Expr.Matrix(var rows) ->
                rows.stream().map(r -> join(r, ", ", "[", "]")).collect(Collectors.joining(", ", "[", "]"));
            case Expr.Cases(var lines) -> join(lines, "; ", "cases(", ")");
            case Expr.Ratio(var parts) -> join(parts, ":", "", "");
            case Expr.Text(var words) -> '"' + words + '"';
            case Expr.Modular(var value, var modulus) -> show(value) + " (mod " + show(modulus) + ")";
            case Expr.Bound(var binder, var variable, var bounds, var body) ->
                binder + "(" + variable + ", " + join(bounds, "..", "", "") + ", " + show(body) + ")";
            default -> throw new IllegalStateException("no spelling for " + e.getClass());
        };
    }

    private static String relation(List<Expr> operands, List<Expr.Rel> operators) {
        StringBuilder out = new StringBuilder(show(operands.getFirst()));
        for (int i = 0; i < operators.size(); i++) {
            out.append(' ').append(operators.get(i).sign()).append(' ').append(show(operands.get(i + 1)));
        }
        return out.toString();
    }

    private static String join(List<Expr> items, String between, String before, String after) {
        boolean product = between.equals("*");
        return items.stream()
                .map(i -> product ? tight(i) : show(i))
                .collect(Collectors.joining(between, before, after));
    }

    private static String tight(Expr e) {
        boolean atomic = switch (e) {
            case Expr.Div _, Expr.Mul _, Expr.Pow _, Expr.Neg _, Expr.PlusMinus _, Expr.Quantity _ -> false;
            default -> true;
        };
        return atomic ? show(e) : "(" + show(e) + ")";
    }
}
