package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.Constant;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.parse.Token.Kind;
import java.util.List;
import java.util.Set;

/** Single operands: numbers, symbols, constants, text, and the marks right behind them. */
final class AtomParser {

    private static final Set<String> FUNCTION_LETTERS = Set.of("f", "g", "h");
    private static final int MAX_MARKS = 20;
    /** Commands that end an operand and never begin one. */
    private static final Set<String> NOT_ATOMS = Set.of(
            "pm",
            "mp",
            "times",
            "cdot",
            "div",
            "ast",
            "cup",
            "cap",
            "bigcup",
            "bigcap",
            "setminus",
            "backslash",
            "mid",
            "rvert",
            "rVert",
            "rfloor",
            "rceil",
            "lrcorner",
            "urcorner",
            "rangle",
            "rbrace",
            "rbrack",
            "rgroup",
            "rparen",
            "circ",
            "degree",
            "percent",
            "pmod",
            "bmod",
            "mod",
            "pod",
            "land",
            "lor",
            "wedge",
            "vee",
            "colon",
            "choose",
            "over",
            "not",
            "therefore",
            "because",
            "prime",
            "lbrace",
            "dollar",
            "rightarrow",
            "longrightarrow",
            "textdegree",
            "forall",
            "exists");

    private final Grammar grammar;
    private final Cursor cursor;
    private final SymbolParser symbols;
    private final UnitParser units;

    AtomParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
        this.symbols = new SymbolParser(grammar);
        this.units = new UnitParser(grammar);
    }

    Expr atom() {
        return cursor.nested(this::operand);
    }

    private Expr operand() {
        Token t = cursor.peek();
        return switch (t.kind()) {
            case NUMBER -> number();
            case LETTER -> letter();
            case NAME -> name(t);
            case TEXT -> text();
            case BEGIN -> grammar.environments.environment();
            case CHAR -> character(t);
            case COMMAND -> command(t);
            default -> throw cursor.fail("expected a value");
        };
    }

    private Expr character(Token t) {
        return switch (t.text().charAt(0)) {
            case '(', '[', ']', '{', '|' -> grammar.brackets.bracket();
            case '€' -> units.money("euro");
            case '£' -> units.money("pound");
            case '¥' -> units.money("yen");
            default -> throw cursor.fail("expected a value");
        };
    }

    private Expr name(Token t) {
        return switch (t.text()) {
            case "pi", "Pi" -> {
                cursor.next();
                yield new Expr.Const(Constant.PI);
            }
            case "inf", "oo", "infinity", "Infinity", "infty" -> {
                cursor.next();
                yield new Expr.Const(Constant.INFINITY);
            }
            case "text", "boxed" -> {
                cursor.next();
                yield atom();
            }
            default -> {
                if (Vocabulary.PLAIN_GREEK.contains(t.text())) {
                    yield letter();
                }
                yield grammar.functions.call();
            }
        };
    }

    private Expr text() {
        Token t = cursor.next();
        if (StatementParser.connector(t) != null) {
            throw cursor.fail("expected a value before the connector");
        }
        return Words.value(Words.normalise(t.text()));
    }

    boolean startsAtom(Token t) {
        return !NOT_ATOMS.contains(t.text())
                && !Vocabulary.RELATIONS.containsKey(t.text())
                && !(t.text().endsWith("vert") && (cursor.inside() == '|' || cursor.inside() == '{'))
                && !(t.isCommand("Vert") && cursor.inside() == '|');
    }

    private Expr command(Token t) {
        String name = t.text();
        return switch (name) {
            case "pi" -> {
                cursor.next();
                yield new Expr.Const(Constant.PI);
            }
            case "infty" -> {
                cursor.next();
                yield new Expr.Const(Constant.INFINITY);
            }
            case "exponentialE" -> {
                cursor.next();
                yield new Expr.Const(Constant.E);
            }
            case "imaginaryI", "imaginaryJ" -> {
                cursor.next();
                yield new Expr.Const(Constant.I);
            }
            case "dollar", "textdollar" -> units.money("dollar");
            case "euro" -> units.money("euro");
            case "rupee" -> units.money("rupee");
            case "pounds" -> units.money("pound");
            case "emptyset", "varnothing" -> {
                cursor.next();
                yield new Expr.NamedSet(Expr.NamedSet.Name.EMPTY);
            }
            case "mathbb", "Bbb" -> {
                cursor.next();
                yield symbols.namedSet();
            }
            case "R", "Z", "N", "Q", "C" -> symbols.namedSet();
            default -> {
                if (Vocabulary.GREEK.contains(name) || Vocabulary.ACCENTS.contains(name)) {
                    yield letter();
                }
                yield grammar.brackets.opens(t) ? grammar.brackets.bracket() : grammar.functions.call();
            }
        };
    }

    /** A symbol, or an unknown function applied to arguments. */
    private Expr letter() {
        Expr symbol = symbols.symbol();
        return applied(symbol);
    }

    private Expr applied(Expr symbol) {
        if (symbol instanceof Expr.Sym(String name)
                && FUNCTION_LETTERS.contains(name.substring(0, 1))
                && isFunctionName(name)
                && cursor.peek().isChar('(')) {
            cursor.next();
            List<Expr> args = cursor.within('(', grammar.statements::items);
            cursor.expect(')');
            return new Expr.Apply(name, List.copyOf(args));
        }
        return symbol;
    }

    /** f^{-1}(x), or the power as it stands for letters that name no function. */
    Expr inverse(String name, Expr base, Expr exponent) {
        return FUNCTION_LETTERS.contains(name) ? applied(new Expr.Sym(name + "^-1")) : new Expr.Pow(base, exponent);
    }

    private static boolean isFunctionName(String name) {
        return name.length() == 1 || "'_^".indexOf(name.charAt(1)) >= 0;
    }

    Expr namedSet() {
        return symbols.namedSet();
    }

    /** Whether a prime mark stands here (after a caret); consumes it. */
    boolean prime() {
        int start = cursor.position();
        boolean braced = cursor.accept('{');
        boolean hit = cursor.acceptCommand("prime") || (braced && cursor.accept('\''));
        if (hit && (!braced || cursor.accept('}'))) {
            return true;
        }
        cursor.reset(start);
        return false;
    }

    Expr primed(Expr base) {
        if (base instanceof Expr.Sym(String name)) {
            return applied(new Expr.Sym(name + "'"));
        }
        throw cursor.fail("a prime needs a symbol");
    }

    Expr.Sym subscripted(Expr.Sym symbol) {
        return symbols.subscripted(symbol);
    }

    /** One braced group or one token, whole numbers whole: what follows a caret or a root. */
    Expr argument() {
        Token t = cursor.peek();
        if (t.kind() == Kind.LETTER) {
            cursor.next();
            return symbols.constantOr(t.text());
        }
        return t.isChar('{') ? grammar.brackets.braced() : atom();
    }

    /** One braced group or one character: what follows \frac. */
    Expr digitArgument() {
        return cursor.peek().kind() == Kind.NUMBER ? Numerals.literal(cursor.takeDigit()) : argument();
    }

    Expr number() {
        Token t = cursor.next();
        Expr repeating = symbols.repeating(t.text());
        return repeating != null ? repeating : Numerals.literal(t.text());
    }

    /** Factorials, percent and degree signs, and number bases. */
    Expr postfix(Expr operand) {
        Expr e = operand;
        for (int marks = 0; marks < MAX_MARKS; marks++) {
            Token t = cursor.peek();
            if (t.isChar('!') && !isUnequal(t, e)) {
                e = factorial(e);
            } else if (t.isChar('%') || t.isCommand("percent") || t.isCommand("textpercent")) {
                if (!Words.isNumeric(e)) {
                    throw cursor.fail("a percentage needs a number");
                }
                cursor.next();
                e = new Expr.Percent(e);
            } else if (t.isCommand("degree") || t.isCommand("textdegree")) {
                cursor.next();
                e = degrees(e);
            } else if (t.isChar('_') && (e instanceof Expr.Int || e instanceof Expr.Dec)) {
                e = symbols.based(e);
            } else if (t.isChar('_') && (e instanceof Expr.Call || e instanceof Expr.Apply)) {
                e = symbols.marked(e);
            } else {
                return e;
            }
        }
        throw cursor.fail("more than " + MAX_MARKS + " marks behind a value");
    }

    /** Whether "!=" is one sign here: "x != 3" and "x!=3", but "5!=120" and "n! = 6" are factorials. */
    private boolean isUnequal(Token t, Expr operand) {
        Token behind = cursor.peek(1);
        return behind.isChar('=') && !behind.spaced() && (t.spaced() || !(operand instanceof Expr.Int));
    }

    /** An angle, with the minutes and seconds behind it. */
    Expr degrees(Expr whole) {
        Expr angle = whole;
        for (int sixty = 60; sixty <= 3_600 && cursor.peek().kind() == Kind.NUMBER; sixty *= 60) {
            int start = cursor.position();
            Expr part = number();
            boolean marked = symbols.primes() || (sixty == 3_600 && angle instanceof Expr.Add);
            if (!marked) {
                cursor.reset(start);
                break;
            }
            angle = new Expr.Add(List.of(angle, new Expr.Div(part, Expr.Int.of(sixty))));
        }
        return new Expr.Quantity(angle, "degree");
    }

    private Expr factorial(Expr e) {
        cursor.next();
        if (cursor.peek().isChar('!')
                && !cursor.peek(1).isChar('!')
                && !cursor.peek(1).isChar('=')) {
            cursor.next();
            return Expr.Call.of(Fn.DOUBLE_FACTORIAL, e);
        }
        return Expr.Call.of(Fn.FACTORIAL, e);
    }

    boolean isPercentWord(Token t) {
        String word = t.kind() == Kind.NAME || t.kind() == Kind.TEXT ? t.text().strip() : "";
        return word.equals("percent") || word.equals("pct") || word.equals("per cent") || word.equals("percentage");
    }

    /** The unit or remark behind a value, if any. */
    Expr quantity(Expr value) {
        return units.behind(value);
    }

    /** Whether the letters that follow a number spell a unit. */
    boolean unitFollows() {
        return units.followsNumber();
    }
}
