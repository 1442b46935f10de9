package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.parse.Token.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Units, currencies, percent words and remarks around a value. */
final class UnitParser {

    private static final int MAX_WORDS = 6;
    private static final Set<String> CONDITIONS =
            Set.of("if", "for", "when", "where", "with", "mod", "is", "are", "otherwise", "in", "not", "no", "to");

    private final Grammar grammar;
    private final Cursor cursor;

    UnitParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** A currency sign, then a signed product. */
    Expr money(String currency) {
        cursor.next();
        if (cursor.accept('-')) {
            return new Expr.Quantity(new Expr.Neg(amount()), currency);
        }
        return new Expr.Quantity(amount(), currency);
    }

    private Expr amount() {
        Token t = cursor.peek();
        if (t.kind() == Kind.EOF) {
            throw cursor.fail("a currency sign needs an amount");
        }
        return grammar.terms.power();
    }

    Expr behind(Expr value) {
        StringBuilder unit = new StringBuilder();
        Expr e = value;
        for (int words = 0; words < MAX_WORDS; words++) {
            Token t = cursor.peek();
            if (grammar.atoms.isPercentWord(t)) {
                cursor.next();
                return new Expr.Percent(e);
            }
            if ((t.isChar('(') && cursor.peek(1).kind() == Kind.WORD) || startsRemark(t)) {
                skipRemark();
            } else if (!word(t, unit)) {
                break;
            }
        }
        if (unit.isEmpty()) {
            return e;
        }
        return new Expr.Quantity(
                e instanceof Expr.Quantity(Expr inner, String same)
                                && unit.toString().equals(same)
                        ? inner
                        : e,
                unit.toString());
    }

    private static boolean startsRemark(Token t) {
        return t.kind() == Kind.TEXT && t.text().strip().startsWith("(");
    }

    /** A remark in brackets, to its closing bracket. */
    private void skipRemark() {
        Token t = cursor.next();
        boolean open = t.kind() == Kind.CHAR || !t.text().contains(")");
        while (open) {
            t = cursor.next();
            if (t.kind() == Kind.EOF) {
                throw cursor.fail("unclosed remark");
            }
            open = !(t.isChar(')') || (t.kind() == Kind.TEXT && t.text().contains(")")));
        }
    }

    private boolean word(Token t, StringBuilder unit) {
        if (StatementParser.connector(t) != null) {
            return false;
        }
        switch (t.kind()) {
            case TEXT -> {
                return text(t, unit);
            }
            case WORD -> {
                if (CONDITIONS.contains(t.text())) {
                    return false;
                }
                cursor.next();
                append(unit, t.text());
            }
            case NAME -> {
                if (!t.text().startsWith("degree")) {
                    return false;
                }
                cursor.next();
                append(unit, "degree");
            }
            case CHAR -> {
                return sign(t, unit);
            }
            case LETTER -> {
                String run = run(isQuotient(unit) ? 1 : 2);
                if (run.isEmpty()) {
                    return false;
                }
                for (int i = 0; i < run.length(); i++) {
                    cursor.next();
                }
                append(unit, run);
            }
            default -> {
                return t.isCommand("dollar") && cursor.peek(1).kind() == Kind.EOF && take(unit, "dollar");
            }
        }
        power(unit);
        return true;
    }

    private boolean take(StringBuilder unit, String word) {
        cursor.next();
        append(unit, word);
        return true;
    }

    private boolean sign(Token t, StringBuilder unit) {
        String money = switch (t.text().charAt(0)) {
            case '€' -> "euro";
            case '£' -> "pound";
            case '¥' -> "yen";
            default -> "";
        };
        if (!money.isEmpty()) {
            return take(unit, money);
        }
        if (t.isChar('/') && !unit.isEmpty()) {
            cursor.next();
            unit.append('/');
            return true;
        }
        if (t.isChar('{') && braced()) {
            cursor.next();
            String run = run();
            for (int i = 0; i <= run.length(); i++) {
                cursor.next();
            }
            append(unit, run);
            power(unit);
            return true;
        }
        return false;
    }

    private boolean text(Token t, StringBuilder unit) {
        String[] words = t.text().strip().split("[\\s~]+", -1);
        if (words.length > MAX_WORDS || CONDITIONS.contains(words[0].toLowerCase(Locale.ROOT))) {
            return false;
        }
        String last = words[words.length - 1].toLowerCase(Locale.ROOT);
        if (words.length > 1 && Vocabulary.CONNECTORS.contains(last)) {
            cursor.replace(last);
            words = Arrays.copyOf(words, words.length - 1);
        } else {
            cursor.next();
        }
        for (String word : words) {
            append(unit, word.replaceAll("[.,;]+$", ""));
        }
        power(unit);
        return true;
    }

    private static void append(StringBuilder unit, String word) {
        if (word.isEmpty()) {
            return;
        }
        if (word.equals("per") && !unit.isEmpty()) {
            unit.append('/');
            return;
        }
        String folded = Units.fold(word.replace("\\", ""));
        boolean squared = unit.toString().equals("square");
        boolean cubed = unit.toString().equals("cubic");
        if (squared || cubed) {
            unit.setLength(0);
            unit.append(folded).append(squared ? "^2" : "^3");
            return;
        }
        if (!unit.isEmpty() && unit.charAt(unit.length() - 1) != '/') {
            unit.append(' ');
        }
        unit.append(folded);
    }

    private void power(StringBuilder unit) {
        if (!cursor.accept('^')) {
            return;
        }
        boolean braced = cursor.accept('{');
        boolean minus = cursor.accept('-');
        Token t = cursor.next();
        if (t.kind() != Kind.NUMBER || (braced && !cursor.accept('}'))) {
            throw cursor.fail("a unit's power is a number");
        }
        unit.append('^').append(minus ? "-" : "").append(t.text());
    }

    boolean followsNumber() {
        Token t = cursor.peek();
        return (t.kind() == Kind.LETTER && t.spaced() && !run().isEmpty()) || (t.isChar('{') && braced());
    }

    private boolean braced() {
        cursor.next();
        String run = run();
        boolean closed = !run.isEmpty() && cursor.peek(run.length()).isChar('}');
        cursor.reset(cursor.position() - 1);
        return closed;
    }

    /** The run of letters here when it spells a unit of two letters or more, else "". */
    private String run() {
        return run(2);
    }

    private static boolean isQuotient(CharSequence unit) {
        return !unit.isEmpty() && unit.charAt(unit.length() - 1) == '/';
    }

    private String run(int least) {
        StringBuilder run = new StringBuilder();
        for (int k = 0; k < 12; k++) {
            Token t = cursor.peek(k);
            if (t.kind() != Kind.LETTER || (k > 0 && t.spaced())) {
                break;
            }
            run.append(t.text());
        }
        String letters = run.toString();
        return letters.length() >= least && Units.isUnit(letters) ? letters : "";
    }
}
