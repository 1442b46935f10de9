package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.Constant;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Named functions, fractions, roots, logarithms and moduli. */
final class FunctionParser {

    private static final Expr TWO = Expr.Int.of(2);

    private final Grammar grammar;
    private final Cursor cursor;
    private final BinderParser binders;

    FunctionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
        this.binders = new BinderParser(grammar);
    }

    /** The construct that the command or name here begins. */
    Expr call() {
        Token t = cursor.next();
        return switch (t.text()) {
            case "frac", "dfrac", "tfrac", "cfrac", "sfrac" -> fraction();
            case "sqrt", "root" -> root();
            case "cbrt" -> Expr.Call.of(Fn.ROOT, Expr.Int.of(3), only(arguments()));
            case "binom", "dbinom", "tbinom" ->
                Expr.Call.of(Fn.BINOMIAL, grammar.atoms.digitArgument(), grammar.atoms.digitArgument());
            case "log" -> logarithm(t);
            case "lg" -> raised(args -> Expr.Call.of(Fn.LOG, Expr.Int.of(10), only(args)), false, Fn.LN);
            case "sum", "prod", "int", "iint", "oint", "lim" -> binders.bound(t.text());
            case "checkmark" -> new Expr.Text("checkmark");
            default -> {
                Fn fn = Vocabulary.FUNCTIONS.get(t.text());
                if (fn == null) {
                    cursor.reset(cursor.position() - 1);
                    throw cursor.fail("expected a value");
                }
                yield function(fn);
            }
        };
    }

    private Expr fraction() {
        int start = cursor.position();
        if (binders.isDerivative()) {
            return binders.derivative();
        }
        cursor.reset(start);
        Expr numerator = grammar.atoms.digitArgument();
        Expr denominator = grammar.atoms.digitArgument();
        return new Expr.Div(numerator, denominator);
    }

    private Expr root() {
        Expr degree = TWO;
        if (cursor.accept('[')) {
            degree = cursor.within('(', grammar.terms::sum);
            cursor.expect(']');
        }
        Expr of = cursor.peek().isChar('(') ? only(arguments()) : grammar.atoms.argument();
        return Expr.Call.of(Fn.ROOT, degree, of);
    }

    private Expr logarithm(Token t) {
        Expr base = null;
        if (cursor.accept('_')) {
            base = grammar.atoms.digitArgument();
        }
        boolean explicit = base != null;
        if (base == null) {
            grammar.ambiguities.add(Convention.NATURAL_LOG);
            // Plain "log(" is what programs print, and there it is natural.
            boolean natural = (t.kind() == Kind.NAME) != grammar.conventions.contains(Convention.NATURAL_LOG);
            base = natural ? new Expr.Const(Constant.E) : Expr.Int.of(10);
        }
        Expr chosen = base;
        int start = cursor.position();
        if (explicit && cursor.accept('^')) {
            // \log_3^7 with nothing behind it is a spelling of \log_3 7.
            Expr raised = grammar.terms.exponent();
            if (!grammar.terms.startsImplicit(cursor.peek()) && !cursor.peek().isChar('-')) {
                return Expr.Call.of(Fn.LOG, chosen, raised);
            }
            cursor.reset(start);
        }
        return raised(args -> Expr.Call.of(Fn.LOG, chosen, only(args)), false, Fn.LN);
    }

    private Expr function(Fn fn) {
        return raised(
                args -> {
                    if (!fn.accepts(args.size())) {
                        throw cursor.fail(fn.key() + " does not take " + args.size() + " arguments");
                    }
                    return new Expr.Call(fn, args);
                },
                fn.isTrigonometric(),
                fn);
    }

    /** f^n x, f^{-1} x and f x. */
    private Expr raised(java.util.function.Function<List<Expr>, Expr> apply, boolean trigonometric, Fn fn) {
        Expr exponent = null;
        if (cursor.accept('^')) {
            exponent = grammar.terms.exponent();
        }
        List<Expr> args = arguments(trigonometric);
        if (exponent == null) {
            return apply.apply(args);
        }
        boolean inverse =
                exponent instanceof Expr.Neg(Expr.Int one) && one.value().bitLength() == 1;
        if (inverse && trigonometric) {
            return new Expr.Call(inverseOf(fn), args);
        }
        return new Expr.Pow(apply.apply(args), exponent);
    }

    private Fn inverseOf(Fn fn) {
        return switch (fn) {
            case SIN -> Fn.ARCSIN;
            case COS -> Fn.ARCCOS;
            case TAN -> Fn.ARCTAN;
            case COT -> Fn.ARCCOT;
            case SEC -> Fn.ARCSEC;
            case CSC -> Fn.ARCCSC;
            case SINH -> Fn.ARSINH;
            case COSH -> Fn.ARCOSH;
            case TANH -> Fn.ARTANH;
            default -> throw cursor.fail(fn.key() + " has no inverse here");
        };
    }

    private Expr only(List<Expr> args) {
        if (args.size() != 1) {
            throw cursor.fail("expected one argument");
        }
        return args.getFirst();
    }

    private List<Expr> arguments() {
        return arguments(false);
    }

    /** Bracketed arguments, or the product that follows. */
    private List<Expr> arguments(boolean slash) {
        if (cursor.accept('(')) {
            List<Expr> args = cursor.within('(', grammar.statements::items);
            cursor.expect(')');
            return List.copyOf(args);
        }
        if (cursor.peek().isChar('{')) {
            Expr inner = grammar.brackets.braced();
            return inner instanceof Expr.SetOf(List<Expr> items) ? items : List.of(inner);
        }
        if (cursor.acceptCommand("lbrace")) {
            List<Expr> args = cursor.within('(', grammar.statements::items);
            if (!cursor.acceptCommand("rbrace")) {
                throw cursor.fail("unclosed brace");
            }
            return List.copyOf(args);
        }
        return List.of(implicit(slash));
    }

    private Expr implicit(boolean slash) {
        boolean minus = cursor.accept('-');
        List<Expr> factors = new ArrayList<>();
        factors.add(grammar.terms.power());
        while (continuesArgument(cursor.peek())) {
            factors.add(grammar.terms.power());
        }
        Expr product = TermParser.multiply(factors);
        if (slash && cursor.peek().isChar('/') && cursor.peek(1).kind() == Kind.NUMBER) {
            cursor.next();
            product = new Expr.Div(product, grammar.atoms.number());
        }
        return minus ? new Expr.Neg(product) : product;
    }

    private boolean continuesArgument(Token t) {
        boolean bracket = t.isChar('(') || t.isChar('[') || t.isChar('{') || t.isChar('|');
        return grammar.terms.startsImplicit(t)
                && !bracket
                && !isFunction(t)
                && t.kind() != Kind.BEGIN
                && !(t.kind() == Kind.COMMAND && grammar.brackets.opens(t));
    }

    private static boolean isFunction(Token t) {
        return (t.kind() == Kind.COMMAND || t.kind() == Kind.NAME)
                && (Vocabulary.FUNCTIONS.containsKey(t.text()) || t.text().equals("log"));
    }

    /** Whether "(mod" stands here. */
    boolean opensModulus() {
        return cursor.peek().isChar('(') && isMod(cursor.peek(1));
    }

    private static boolean isMod(Token t) {
        return t.isCommand("bmod")
                || t.isCommand("mod")
                || t.is(Kind.NAME, "mod")
                || (t.kind() == Kind.TEXT && t.text().strip().equals("mod"));
    }

    /** The modulus behind a statement, if there is one. */
    Expr modulus(Expr whole) {
        Expr modulus;
        if (cursor.acceptCommand("pmod") || cursor.acceptCommand("pod")) {
            modulus = grammar.atoms.argument();
        } else if (opensModulus()) {
            cursor.next();
            cursor.next();
            modulus = cursor.within('(', grammar.terms::sum);
            cursor.expect(')');
        } else {
            return whole;
        }
        return new Expr.Modular(whole, modulus);
    }
}
