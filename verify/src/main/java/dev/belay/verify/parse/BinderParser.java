package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.Binder;
import dev.belay.verify.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Sums, products, integrals, limits and derivatives. */
final class BinderParser {

    private final Grammar grammar;
    private final Cursor cursor;

    BinderParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Expr bound(String name) {
        return switch (name) {
            case "sum" -> series(Binder.SUM);
            case "prod" -> series(Binder.PRODUCT);
            case "lim" -> limit();
            default -> integral();
        };
    }

    private Expr series(Binder binder) {
        String variable = "";
        List<Expr> bounds = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            if (cursor.accept('_')) {
                Expr lower = cursor.peek().isChar('{') ? grammar.brackets.braced() : grammar.atoms.argument();
                String counted =
                        lower instanceof Expr.Relation r && r.operators().equals(List.of(Expr.Rel.EQ))
                                ? counter(r.first())
                                : "";
                if (lower instanceof Expr.Relation r && !counted.isEmpty()) {
                    variable = counted;
                    cursor.bind(variable);
                    bounds.addFirst(r.last());
                } else {
                    bounds.addFirst(lower);
                }
            } else if (cursor.accept('^')) {
                bounds.add(grammar.terms.exponent());
            }
        }
        return new Expr.Bound(binder, variable, List.copyOf(bounds), grammar.terms.term());
    }

    private static String counter(Expr e) {
        return switch (e) {
            case Expr.Sym(String name) -> name;
            case Expr.Const(var which) -> which == Expr.Constant.I ? "i" : "";
            default -> "";
        };
    }

    private Expr limit() {
        cursor.expect('_');
        if (!(grammar.brackets.braced() instanceof Expr.Relation r)
                || !(r.first() instanceof Expr.Sym(String variable))
                || r.operators().getFirst() != Expr.Rel.IMPLIES) {
            throw cursor.fail("a limit needs \"x \\to a\"");
        }
        return new Expr.Bound(Binder.LIMIT, variable, List.of(r.last()), grammar.terms.term());
    }

    private Expr integral() {
        List<Expr> bounds = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            if (cursor.accept('_')) {
                bounds.addFirst(grammar.atoms.digitArgument());
            } else if (cursor.accept('^')) {
                bounds.add(grammar.atoms.digitArgument());
            }
        }
        int end = differential();
        Expr body = cursor.position() == end ? Expr.Int.of(1) : cursor.before(end, this::integrand);
        if (cursor.position() != end) {
            throw cursor.fail("the integrand ends before its differential");
        }
        cursor.next();
        Token variable = cursor.next();
        return new Expr.Bound(Binder.INTEGRAL, variable.text(), List.copyOf(bounds), body);
    }

    private Expr integrand() {
        return grammar.terms.sum();
    }

    /** The index of the "d" of the differential at this bracket level. */
    private int differential() {
        int depth = 0;
        for (int i = cursor.position(); ; i++) {
            Token t = cursor.tokenAt(i);
            if (t.kind() == Kind.EOF || depth < 0) {
                throw cursor.fail("an integral needs a differential");
            }
            depth += t.isChar('{') || t.isChar('(') ? 1 : t.isChar('}') || t.isChar(')') ? -1 : 0;
            Token after = cursor.tokenAt(i + 1);
            boolean variable = after.kind() == Kind.LETTER
                    || (after.kind() == Kind.COMMAND && Vocabulary.GREEK.contains(after.text()));
            if (depth == 0 && variable && (t.is(Kind.LETTER, "d") || t.isCommand("differentialD"))) {
                return i;
            }
        }
    }

    /** Whether \frac here is d/dx; leaves the cursor behind it if so. */
    boolean isDerivative() {
        return cursor.accept('{')
                && isD(cursor.next())
                && cursor.accept('}')
                && cursor.accept('{')
                && isD(cursor.next())
                && cursor.peek().kind() == Kind.LETTER
                && cursor.peek(1).isChar('}');
    }

    private static boolean isD(Token t) {
        return t.is(Kind.LETTER, "d") || t.isCommand("partial");
    }

    Expr derivative() {
        String variable = cursor.next().text();
        cursor.expect('}');
        return new Expr.Bound(Binder.DERIVATIVE, variable, List.of(), grammar.terms.term());
    }
}
