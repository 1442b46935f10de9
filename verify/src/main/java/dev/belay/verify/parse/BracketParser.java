package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parentheses, intervals, tuples, sets, moduli, floors: whatever opens with a delimiter. */
final class BracketParser {

    private static final Map<String, String> PAIRS = Map.of(
            "lfloor", "rfloor",
            "llcorner", "lrcorner",
            "lceil", "rceil",
            "ulcorner", "urcorner",
            "lvert", "rvert",
            "vert", "vert",
            "lVert", "rVert",
            "Vert", "Vert",
            "langle", "rangle");
    private static final Set<String> ROUND = Set.of("lbrack", "lgroup", "lparen");

    private final Grammar grammar;
    private final Cursor cursor;

    BracketParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    boolean opens(Token t) {
        return PAIRS.containsKey(t.text()) || ROUND.contains(t.text()) || t.isCommand("lbrace");
    }

    Expr bracket() {
        Token t = cursor.next();
        if (t.kind() == Token.Kind.COMMAND) {
            return named(t.text());
        }
        return switch (t.text().charAt(0)) {
            case '(' -> sequence('(');
            case '[' -> sequence('[');
            case ']' -> reversed();
            case '{' -> group();
            default -> modulus();
        };
    }

    private Expr named(String open) {
        if (open.equals("lbrace")) {
            return set();
        }
        if (open.equals("lbrack")) {
            return sequence('[');
        }
        if (ROUND.contains(open)) {
            return sequence('(');
        }
        boolean bars = open.endsWith("vert") || open.endsWith("Vert");
        List<Expr> items = cursor.within(bars ? '|' : 'c', grammar.statements::items);
        if (!cursor.acceptCommand(String.valueOf(PAIRS.get(open)))) {
            throw cursor.fail("unclosed \\" + open);
        }
        if (open.equals("langle")) {
            return new Expr.Group('<', List.copyOf(items), '>');
        }
        if (items.size() != 1) {
            throw cursor.fail("\\" + open + " takes one value");
        }
        Fn fn = switch (open) {
            case "lfloor", "llcorner" -> Fn.FLOOR;
            case "lceil", "ulcorner" -> Fn.CEIL;
            case "lVert", "Vert" -> Fn.NORM;
            default -> Fn.ABS;
        };
        return Expr.Call.of(fn, items.getFirst());
    }

    private Expr sequence(char open) {
        List<Expr> items = cursor.within('(', grammar.statements::items);
        char close = closing();
        if (items.size() == 1 && (open == '[') == (close == ']')) {
            return items.getFirst();
        }
        if (items.size() != 2 && (open == '[') != (close == ']')) {
            throw cursor.fail("mixed brackets hold two ends");
        }
        return new Expr.Group(open, List.copyOf(items), close);
    }

    private char closing() {
        if (cursor.accept(')') || cursor.acceptCommand("rgroup") || cursor.acceptCommand("rparen")) {
            return ')';
        }
        if (cursor.accept(']') || cursor.acceptCommand("rbrack")) {
            return ']';
        }
        if (cursor.inside() == 'i' && cursor.accept('[')) {
            return ')';
        }
        throw cursor.fail("unclosed bracket");
    }

    /** ]a, b[ : brackets turned outwards mean open ends. */
    private Expr reversed() {
        return cursor.within('i', () -> {
            List<Expr> items = grammar.statements.items();
            char close = closing();
            if (items.size() != 2) {
                throw cursor.fail("an interval has two ends");
            }
            return new Expr.Group('(', List.copyOf(items), close);
        });
    }

    /** The group at a brace that has not been consumed. */
    Expr braced() {
        cursor.expect('{');
        return group();
    }

    /** A TeX group: invisible round one value, a set round several. */
    private Expr group() {
        boolean outermost = cursor.position() == 1;
        List<Expr> items = cursor.within(outermost ? '{' : 'g', grammar.statements::items);
        Expr first = items.getFirst();
        if (items.size() == 1) {
            if (cursor.acceptCommand("choose")) {
                first = Expr.Call.of(Fn.BINOMIAL, first, rest());
            } else if (cursor.acceptCommand("over")) {
                first = new Expr.Div(first, rest());
            } else if (outermost && isBar()) {
                first = new Expr.Builder(first, rest());
            }
            cursor.expect('}');
            return first;
        }
        cursor.expect('}');
        return new Expr.SetOf(List.copyOf(items));
    }

    private Expr rest() {
        return cursor.within('g', grammar.statements::listing);
    }

    private boolean isBar() {
        return cursor.accept('|')
                || cursor.accept(':')
                || cursor.acceptCommand("mid")
                || cursor.acceptCommand("vert")
                || cursor.acceptCommand("colon");
    }

    private Expr set() {
        if (cursor.acceptCommand("rbrace") || cursor.accept('}')) {
            return new Expr.NamedSet(Expr.NamedSet.Name.EMPTY);
        }
        List<Expr> items = cursor.within('{', grammar.statements::items);
        Expr set;
        if (items.size() == 1 && isBar()) {
            Expr condition = grammar.conditions.behind(cursor.within('(', grammar.statements::listing));
            set = new Expr.Builder(items.getFirst(), condition);
        } else {
            set = new Expr.SetOf(List.copyOf(items));
        }
        if (!cursor.acceptCommand("rbrace") && !cursor.accept('}')) {
            if (items.size() == 1 && items.getFirst() instanceof Expr.Cases) {
                return items.getFirst(); // a system behind one big brace
            }
            throw cursor.fail("unclosed set");
        }
        return set;
    }

    private Expr modulus() {
        Expr inner = cursor.within('|', grammar.terms::sum);
        cursor.expect('|');
        return Expr.Call.of(Fn.ABS, inner);
    }
}
