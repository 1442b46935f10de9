package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.parse.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums, products, powers and what stands behind an operand. */
final class TermParser {

    private static final Set<String> CIRCLES = Set.of("o", "circ", "\\circ", "\\degree");

    private final Grammar grammar;
    private final Cursor cursor;

    TermParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Expr sum() {
        List<Expr> terms = new ArrayList<>();
        terms.add(signed(true));
        while (isSign(cursor.peek())) {
            terms.add(signed(false));
        }
        return terms.size() == 1 ? terms.getFirst() : new Expr.Add(List.copyOf(terms));
    }

    private static boolean isSign(Token t) {
        return t.isChar('+') || t.isChar('-') || t.isCommand("pm") || t.isCommand("mp");
    }

    /** A term with its sign; "+-" is a spelling of ±, other runs of signs multiply. */
    private Expr signed(boolean first) {
        boolean minus = false;
        int seen = 0;
        while (isSign(cursor.peek())) {
            Token t = cursor.next();
            if (t.isCommand("pm") || t.isCommand("mp")) {
                Expr of = term();
                return new Expr.PlusMinus(of, t.isCommand("mp") != minus);
            }
            if (first
                    && seen == 0
                    && t.isChar('+')
                    && cursor.peek().isChar('-')
                    && !cursor.peek().spaced()) {
                cursor.next();
                return new Expr.PlusMinus(term(), false);
            }
            minus ^= t.isChar('-');
            if (++seen > 3) {
                throw cursor.fail("too many signs");
            }
        }
        Expr term = term();
        if (minus && term instanceof Expr.Call(Fn fn, List<Expr> args) && fn == Fn.MOD) {
            return Expr.Call.of(Fn.MOD, new Expr.Neg(args.getFirst()), args.getLast());
        }
        return minus ? new Expr.Neg(term) : term;
    }

    private Expr signedTerm() {
        return cursor.accept('-') ? new Expr.Neg(term()) : term();
    }

    Expr term() {
        List<Expr> product = new ArrayList<>();
        boolean bareNumber = cursor.peek().kind() == Kind.NUMBER;
        product.add(power());
        while (true) {
            Token t = cursor.peek();
            if (isTimes(t)) {
                cursor.next();
                product.add(signedPower());
            } else if (t.isChar('/') || t.isCommand("div")) {
                cursor.next();
                Expr over = denominator(t.isChar('/'));
                Expr numerator = multiply(product);
                product.clear();
                product.add(new Expr.Div(numerator, over));
            } else if (t.isCommand("bmod") || t.isCommand("mod") || t.is(Kind.NAME, "mod")) {
                cursor.next();
                Expr value = multiply(product);
                product.clear();
                product.add(Expr.Call.of(Fn.MOD, value, signedTerm()));
            } else if (startsImplicit(t) && !(endsInNumber(product.getLast()) && grammar.atoms.unitFollows())) {
                implicit(product, bareNumber);
            } else {
                return multiply(product);
            }
            bareNumber = false;
        }
    }

    private void implicit(List<Expr> product, boolean bareNumber) {
        Token t = cursor.peek();
        Expr whole = product.getLast();
        if (t.kind() == Kind.NUMBER) {
            if (whole instanceof Expr.Int
                    && bareNumber
                    && t.spaced()
                    && cursor.peek(1).isChar('/')) {
                product.set(product.size() - 1, mixedSlash(whole));
                return;
            }
            boolean ownPower =
                    whole instanceof Expr.Pow && t.spaced() && cursor.peek(1).isChar('^');
            if (cursor.previous().kind() == Kind.NUMBER && !ownPower) {
                throw cursor.fail("two numbers without an operator");
            }
        }
        boolean fraction = t.kind() == Kind.COMMAND && t.text().endsWith("frac");
        Expr next = power();
        if (fraction && bareNumber && isProper(next) && whole instanceof Expr.Int) {
            product.set(product.size() - 1, new Expr.Add(List.of(whole, next)));
        } else if (fraction && bareNumber && next instanceof Expr.Percent(Expr part) && isProper(part)) {
            product.set(product.size() - 1, new Expr.Percent(new Expr.Add(List.of(whole, part))));
        } else if (fraction && bareNumber && next instanceof Expr.Quantity(Expr part, String unit) && isProper(part)) {
            product.set(product.size() - 1, new Expr.Quantity(new Expr.Add(List.of(whole, part)), unit));
        } else {
            product.add(next);
        }
    }

    private Expr mixedSlash(Expr whole) {
        Expr numerator = grammar.atoms.number();
        cursor.expect('/');
        if (cursor.peek().kind() != Kind.NUMBER) {
            throw cursor.fail("a mixed number needs a denominator");
        }
        return new Expr.Add(List.of(whole, new Expr.Div(numerator, grammar.atoms.number())));
    }

    private static boolean isProper(Expr e) {
        return e instanceof Expr.Div(Expr.Int n, Expr.Int d) && n.value().compareTo(d.value()) < 0;
    }

    private static boolean endsInNumber(Expr e) {
        return e instanceof Expr.Int || e instanceof Expr.Dec;
    }

    private Expr signedPower() {
        if (cursor.accept('-')) {
            return new Expr.Neg(power());
        }
        cursor.accept('+');
        return power();
    }

    /** "8/2y" reads 8/(2y) unless the loose convention is asked for; "8/2 y" with space or brackets never does. */
    private Expr denominator(boolean slash) {
        boolean bare = cursor.peek().kind() == Kind.NUMBER;
        Expr first = signedPower();
        Token t = cursor.peek();
        boolean glued = slash
                && bare
                && !t.spaced()
                && (t.kind() == Kind.LETTER || t.kind() == Kind.COMMAND)
                && startsImplicit(t);
        if (!glued) {
            return first;
        }
        grammar.ambiguities.add(Convention.LOOSE_SLASH);
        if (grammar.conventions.contains(Convention.LOOSE_SLASH)) {
            return first;
        }
        List<Expr> product = new ArrayList<>();
        product.add(first);
        while (startsImplicit(cursor.peek()) && cursor.peek().kind() != Kind.NUMBER) {
            product.add(power());
        }
        return multiply(product);
    }

    static boolean isTimes(Token t) {
        return t.isChar('*') || t.isCommand("times") || t.isCommand("cdot") || t.isCommand("ast");
    }

    /** Whether a token can begin a factor right after another one. */
    boolean startsImplicit(Token t) {
        return switch (t.kind()) {
            case NUMBER, LETTER -> true;
            case NAME ->
                StatementParser.connector(t) == null
                        && !grammar.atoms.isPercentWord(t)
                        && !t.text().startsWith("degree")
                        && !t.text().equals("mod")
                        && !t.text().equals("union");
            case BEGIN -> true;
            case CHAR ->
                (t.isChar('(')
                                && !grammar.functions.opensModulus()
                                && !grammar.conditions.opensMembership()
                                && cursor.peek(1).kind() != Kind.WORD)
                        || (t.isChar('[') && cursor.inside() != 'i')
                        || t.isChar('{')
                        || (t.isChar('|') && cursor.inside() != '|' && cursor.inside() != '{');
            case COMMAND -> grammar.atoms.startsAtom(t);
            default -> false;
        };
    }

    static Expr multiply(List<Expr> factors) {
        return factors.size() == 1 ? factors.getFirst() : new Expr.Mul(List.copyOf(factors));
    }

    /** atom postfix* (^ exponent)?; powers associate to the right. */
    Expr power() {
        Expr base = grammar.atoms.postfix(grammar.atoms.atom());
        while (cursor.peek().isChar('^')) {
            cursor.next();
            if (isDegreeSign(base)) {
                base = grammar.atoms.degrees(base);
            } else if (grammar.atoms.prime()) {
                base = grammar.atoms.primed(base);
            } else {
                base = raised(base);
            }
            base = grammar.atoms.postfix(base);
        }
        return base;
    }

    /** base ^ exponent; a subscript behind the exponent belongs to the base. */
    private Expr raised(Expr base) {
        Expr exponent = exponent();
        Expr chosen = chosen(base, exponent);
        if (chosen != null) {
            return chosen;
        }
        if (base instanceof Expr.Sym(String name)
                && exponent instanceof Expr.Neg(Expr.Int one)
                && one.value().bitLength() == 1
                && cursor.peek().isChar('(')) {
            return grammar.atoms.inverse(name, base, exponent);
        }
        boolean late = base instanceof Expr.Sym && cursor.peek().isChar('_');
        return new Expr.Pow(late ? grammar.atoms.subscripted((Expr.Sym) base) : base, exponent);
    }

    /** C_10^3 and A_10^3 as school books count combinations and arrangements; null for any other power. */
    private static @Nullable Expr chosen(Expr base, Expr exponent) {
        if (!(base instanceof Expr.Sym(String name))
                || !(exponent instanceof Expr.Int(BigInteger k))
                || !name.matches("[CA]_\\d{1,4}")) {
            return null;
        }
        Expr.Int n = Expr.Int.of(Integer.parseInt(name.substring(2)));
        boolean fits =
                k.signum() >= 0 && k.compareTo(n.value()) <= 0 && n.value().bitLength() > 1;
        return fits ? Expr.Call.of(name.charAt(0) == 'C' ? Fn.BINOMIAL : Fn.PERMUTATIONS, n, exponent) : null;
    }

    /** A degree sign behind a caret; behind a number also in its looser spellings, 30^o and 30^{\\text{o}}. */
    private boolean isDegreeSign(Expr base) {
        int start = cursor.position();
        boolean braced = cursor.accept('{');
        Token t = cursor.peek();
        boolean hit = t.isCommand("circ") || t.isCommand("degree");
        if (endsInNumber(base)) {
            hit |= t.isCommand("textcirc") || t.isCommand("textdegree") || t.is(Kind.LETTER, "o");
            hit |= t.kind() == Kind.TEXT && CIRCLES.contains(t.text().strip());
        }
        if (hit) {
            cursor.next();
            if (!braced || cursor.accept('}')) {
                return true;
            }
        }
        cursor.reset(start);
        return false;
    }

    /** What follows a caret: a brace group, a signed number or one atom, itself maybe raised. */
    Expr exponent() {
        return cursor.nested(() -> {
            if (cursor.accept('-')) {
                return new Expr.Neg(exponent());
            }
            cursor.accept('+');
            Expr e = grammar.atoms.argument();
            return cursor.accept('^') ? new Expr.Pow(e, exponent()) : e;
        });
    }
}
