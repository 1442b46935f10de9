package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.NamedSet.Name;
import dev.belay.verify.expr.Expr.Rel;
import dev.belay.verify.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists, relations, set operations and ratios: everything above sums. */
final class StatementParser {

    private enum Separator {
        SEMICOLON,
        COMMA,
        AND,
        OR,
        COMMA_AND,
        COMMA_OR,
        NONE
    }

    private final Grammar grammar;
    private final Cursor cursor;

    StatementParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** A listing, or one behind a quantifier. */
    Expr statement() {
        for (String quantifier : new String[] {"forall", "exists"}) {
            if (cursor.acceptCommand(quantifier)) {
                return new Expr.Apply("\\" + quantifier, parts(listing()));
            }
        }
        return listing();
    }

    private static List<Expr> parts(Expr e) {
        return e instanceof Expr.Listing(List<Expr> items, boolean either) && !either ? items : List.of(e);
    }

    /** What may stand behind "in". */
    Expr member() {
        Token t = cursor.peek();
        boolean letter = t.kind() == Token.Kind.LETTER && SymbolParser.setName(t.text()) != null;
        return letter && (cursor.peek(1).isChar('^') || cursor.peek(1).isChar('_'))
                ? grammar.atoms.namedSet()
                : numberSet(operand());
    }

    /** R, Z, N, Q and C are number sets behind "in", whatever face they are in. */
    private static Expr numberSet(Expr e) {
        Name name = e instanceof Expr.Sym(String letter) ? SymbolParser.setName(letter) : null;
        return name == null ? e : new Expr.NamedSet(name);
    }

    /** item (separator item)*, folded by the strength of the separators. */
    Expr listing() {
        List<Expr> items = new ArrayList<>();
        List<Separator> separators = new ArrayList<>();
        items.add(item());
        Separator s = separator();
        while (s != Separator.NONE) {
            if (closes(cursor.peek()) || grammar.conditions.begins()) {
                break; // a trailing comma
            }
            separators.add(s);
            items.add(item());
            s = separator();
        }
        return fold(items, separators);
    }

    /** The items of a bracket: commas and semicolons only, no folding. */
    List<Expr> items() {
        List<Expr> items = new ArrayList<>();
        items.add(item());
        Separator s = separator();
        while (s != Separator.NONE) {
            items.add(item());
            s = separator();
        }
        return items;
    }

    private static boolean closes(Token t) {
        return t.kind() == Kind.EOF || t.isChar(')') || t.isChar(']') || t.isChar('}') || t.isCommand("rbrace");
    }

    private Separator separator() {
        skipBreaks();
        if (cursor.accept(';')) {
            return Separator.SEMICOLON;
        }
        boolean comma = cursor.accept(',');
        if (comma) {
            skipBreaks();
        }
        String word = connector(cursor.peek());
        if (word == null) {
            return comma ? Separator.COMMA : Separator.NONE;
        }
        cursor.next();
        cursor.accept(',');
        boolean or = word.equals("or") || word.equals("oder") || word.equals("ou") || word.equals("или");
        if (comma) {
            return or ? Separator.COMMA_OR : Separator.COMMA_AND;
        }
        return or ? Separator.OR : Separator.AND;
    }

    private void skipBreaks() {
        while (cursor.inside() != 'm'
                && (cursor.peek().kind() == Kind.ROW || cursor.peek().isChar('&'))) {
            cursor.next();
        }
    }

    static @Nullable String connector(Token t) {
        if (t.isCommand("land") || t.isCommand("wedge")) {
            return "and";
        }
        if (t.isCommand("lor") || t.isCommand("vee")) {
            return "or";
        }
        if (t.kind() != Kind.TEXT && t.kind() != Kind.NAME && t.kind() != Kind.WORD) {
            return null;
        }
        String word = t.text().strip().toLowerCase(Locale.ROOT).replace(",", "").strip();
        return Vocabulary.CONNECTORS.contains(word) && (word.length() > 1 || t.kind() == Kind.TEXT) ? word : null;
    }

    private static Expr fold(List<Expr> items, List<Separator> separators) {
        if (items.size() == 1) {
            return items.getFirst();
        }
        if (separators.contains(Separator.SEMICOLON) && separators.stream().anyMatch(s -> s != Separator.SEMICOLON)) {
            return split(items, separators, Separator.SEMICOLON);
        }
        Separator joint = nestedJoint(items, separators);
        if (joint != Separator.NONE) {
            return split(items, separators, joint);
        }
        boolean either = separators.contains(Separator.OR) || separators.contains(Separator.COMMA_OR);
        return new Expr.Listing(List.copyOf(items), either);
    }

    /** "p = 5, q = 2 and p = 7, q = 2": the word is the outer joint when it splits relations into equal parts. */
    private static Separator nestedJoint(List<Expr> items, List<Separator> separators) {
        for (Separator joint : new Separator[] {Separator.AND, Separator.OR}) {
            int first = separators.indexOf(joint);
            if (first < 1 || !items.stream().allMatch(Expr.Relation.class::isInstance)) {
                continue;
            }
            boolean equal = items.size() % (first + 1) == 0;
            for (int i = 0; i < separators.size() && equal; i++) {
                equal = (separators.get(i) == joint) == ((i + 1) % (first + 1) == 0);
            }
            if (equal) {
                return joint;
            }
        }
        return Separator.NONE;
    }

    private static Expr split(List<Expr> items, List<Separator> separators, Separator joint) {
        List<Expr> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= separators.size(); i++) {
            if (i == separators.size() || separators.get(i) == joint) {
                parts.add(fold(items.subList(from, i + 1), separators.subList(from, i)));
                from = i + 1;
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Expr.Listing(List.copyOf(parts), joint == Separator.OR);
    }

    /** One relation chain with what may trail it: units, a modulus, a remark. */
    Expr item() {
        skipBreaks();
        List<Expr> operands = new ArrayList<>();
        List<Rel> operators = new ArrayList<>();
        Rel leading = relation();
        if (leading != null && leading != Rel.EQ && leading != Rel.APPROX) {
            throw cursor.fail("a relation needs a left side");
        }
        operands.add(operand());
        skipBreaks();
        Rel rel = relation();
        while (rel != null) {
            skipBreaks();
            if (closes(cursor.peek()) && rel == Rel.EQ) {
                throw cursor.fail("a relation needs a right side");
            }
            operators.add(rel);
            operands.add(rel == Rel.IN || rel == Rel.NOT_IN ? member() : operand());
            skipBreaks();
            rel = relation();
        }
        Expr whole = operators.isEmpty()
                ? operands.getFirst()
                : new Expr.Relation(List.copyOf(operands), List.copyOf(operators));
        return grammar.functions.modulus(whole);
    }

    private @Nullable Rel relation() {
        Token t = cursor.peek();
        boolean negated = false;
        if (t.isCommand("not")) {
            negated = true;
            cursor.next();
            t = cursor.peek();
        }
        Rel rel = null;
        if (t.kind() == Kind.COMMAND) {
            rel = Vocabulary.RELATIONS.get(t.text());
        } else if (t.kind() == Kind.CHAR) {
            rel = symbolRelation(t);
        }
        if (rel == null) {
            return null;
        }
        cursor.next();
        if (rel == Rel.LT && cursor.accept('=')) {
            return Rel.LE;
        }
        if (rel == Rel.GT && cursor.accept('=')) {
            return Rel.GE;
        }
        if (rel == Rel.EQ) {
            cursor.accept('=');
        }
        return negated ? (rel == Rel.IN ? Rel.NOT_IN : Rel.NE) : rel;
    }

    private @Nullable Rel symbolRelation(Token t) {
        return switch (t.text().charAt(0)) {
            case '=' -> Rel.EQ;
            case '<' -> Rel.LT;
            case '>' -> Rel.GT;
            case '!' -> {
                if (!cursor.peek(1).isChar('=')) {
                    yield null;
                }
                cursor.next();
                yield Rel.NE;
            }
            default -> null;
        };
    }

    /** Sums joined by set operations, or by colons into a ratio; then a unit. */
    Expr operand() {
        Expr left = ratio();
        while (true) {
            Expr.SetOperator op = setOperator();
            if (op == null) {
                return left;
            }
            left = new Expr.SetOp(op, left, ratio());
        }
    }

    private Expr.@Nullable SetOperator setOperator() {
        Token t = cursor.peek();
        Expr.SetOperator op = null;
        if (t.isCommand("cup") || t.isCommand("bigcup") || t.is(Kind.NAME, "union")) {
            op = Expr.SetOperator.UNION;
        } else if (t.isCommand("cap") || t.isCommand("bigcap")) {
            op = Expr.SetOperator.INTERSECTION;
        } else if (t.isCommand("setminus") || t.isCommand("backslash")) {
            op = Expr.SetOperator.DIFFERENCE;
        }
        if (op != null) {
            cursor.next();
        }
        return op;
    }

    private Expr ratio() {
        Expr first = grammar.atoms.quantity(grammar.terms.sum());
        if (first instanceof Expr.Quantity && cursor.peek().kind() == Token.Kind.NUMBER) {
            return compound(first);
        }
        if (cursor.inside() == '{' || !isColon(cursor.peek())) {
            return first;
        }
        List<Expr> parts = new ArrayList<>();
        parts.add(first);
        while (isColon(cursor.peek())) {
            cursor.next();
            parts.add(grammar.atoms.quantity(grammar.terms.sum()));
        }
        return new Expr.Ratio(List.copyOf(parts));
    }

    /** "7 h 30 min", as a sum. */
    private Expr compound(Expr first) {
        List<Expr> parts = new ArrayList<>();
        parts.add(first);
        while (cursor.peek().kind() == Token.Kind.NUMBER) {
            Expr next = grammar.atoms.quantity(grammar.terms.term());
            if (!(next instanceof Expr.Quantity)) {
                throw cursor.fail("expected a unit");
            }
            parts.add(next);
        }
        return new Expr.Add(List.copyOf(parts));
    }

    private static boolean isColon(Token t) {
        return t.isChar(':') || t.isCommand("colon");
    }
}
