package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.Constant;
import dev.belay.verify.expr.Expr.NamedSet.Name;
import dev.belay.verify.parse.Token.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of variables with accents, subscripts and primes; number sets; digits with a base or a repeating part. */
final class SymbolParser {

    private static final Map<String, String> SAME =
            Map.of("varepsilon", "epsilon", "varphi", "phi", "vartheta", "theta", "varrho", "rho", "varsigma", "sigma");
    private static final Map<String, Integer> BASE_WORDS =
            Map.of("two", 2, "three", 3, "four", 4, "five", 5, "six", 6, "seven", 7, "eight", 8, "nine", 9, "ten", 10);

    private final Cursor cursor;

    SymbolParser(Grammar grammar) {
        this.cursor = grammar.cursor;
    }

    /** e and i are constants unless an enclosing sum counts with them. */
    Expr constantOr(String letter) {
        if (cursor.isBound(letter)) {
            return new Expr.Sym(letter);
        }
        return switch (letter) {
            case "e" -> new Expr.Const(Constant.E);
            case "i" -> new Expr.Const(Constant.I);
            default -> new Expr.Sym(letter);
        };
    }

    Expr symbol() {
        StringBuilder name = new StringBuilder();
        Token t = cursor.next();
        if (t.kind() == Kind.COMMAND && Vocabulary.ACCENTS.contains(t.text())) {
            if (t.text().equals("overset")) {
                raw(new StringBuilder());
            }
            name.append(t.text().replace("over", "").replace("wide", "")).append(' ');
            raw(name);
        } else {
            name.append(SAME.getOrDefault(t.text(), t.text()));
        }
        if (name.length() == name.toString().stripTrailing().length() + 1) {
            throw cursor.fail("an accent needs a symbol");
        }
        while (cursor.accept('\'')) {
            name.append('\'');
        }
        if (cursor.accept('_')) {
            name.append('_');
            raw(name);
        }
        while (cursor.accept('\'')) {
            name.append('\'');
        }
        return constantOr(name.toString());
    }

    Expr.Sym subscripted(Expr.Sym symbol) {
        cursor.expect('_');
        StringBuilder name = new StringBuilder(symbol.name()).append('_');
        raw(name);
        return new Expr.Sym(name.toString());
    }

    /** A value with a subscript that only names it: |PC|_max. */
    Expr marked(Expr value) {
        cursor.expect('_');
        StringBuilder mark = new StringBuilder("_");
        raw(mark);
        return new Expr.Apply(mark.toString(), List.of(value));
    }

    /** Consumes prime marks, if any stand here. */
    boolean primes() {
        int start = cursor.position();
        boolean any = false;
        while (cursor.accept('\'')) {
            any = true;
        }
        if (!any && cursor.accept('^')) {
            boolean braced = cursor.accept('{');
            while (cursor.acceptCommand("prime")) {
                any = true;
            }
            any &= !braced || cursor.accept('}');
        }
        if (!any) {
            cursor.reset(start);
        }
        return any;
    }

    /** Appends the raw text of one group or token: names need no meaning inside. */
    private void raw(StringBuilder out) {
        if (!cursor.peek().isChar('{')) {
            Token t = cursor.next();
            if (t.kind() == Kind.EOF || (t.kind() == Kind.CHAR && !t.isChar('+') && !t.isChar('*'))) {
                throw cursor.fail("expected a name");
            }
            out.append(t.text());
            return;
        }
        int depth = 0;
        int start = out.length();
        do {
            Token t = cursor.next();
            if (t.kind() == Kind.EOF) {
                throw cursor.fail("unclosed brace");
            }
            depth += t.isChar('{') ? 1 : t.isChar('}') ? -1 : 0;
            if (!t.isChar('{') && !t.isChar('}')) {
                out.append(t.text().strip());
            }
        } while (depth > 0);
        if (out.length() == start) {
            throw cursor.fail("empty braces");
        }
    }

    Expr namedSet() {
        StringBuilder name = new StringBuilder();
        raw(name);
        if (cursor.peek().isChar('^') || cursor.peek().isChar('_')) {
            cursor.next();
            name.append('_');
            raw(name);
        }
        Name set = setName(name.toString());
        if (set == null) {
            throw cursor.fail("unknown set " + name);
        }
        return new Expr.NamedSet(set);
    }

    /** The number set that a letter with an optional "+" or "*" stands for. */
    static @Nullable Name setName(String letter) {
        return switch (letter) {
            case "R" -> Name.REALS;
            case "Z" -> Name.INTEGERS;
            case "N" -> Name.NATURALS;
            case "Q" -> Name.RATIONALS;
            case "C" -> Name.COMPLEX;
            case "R_+" -> Name.POSITIVE_REALS;
            case "Z_+", "N_+", "N_*", "N_ast" -> Name.POSITIVE_INTEGERS;
            default -> null;
        };
    }

    /** digits _ base. */
    Expr based(Expr digits) {
        cursor.next();
        StringBuilder text = new StringBuilder();
        raw(text);
        String spelled = text.toString().toLowerCase(Locale.ROOT).replaceFirst("^\\((.*)\\)$", "$1");
        Integer word = BASE_WORDS.get(spelled);
        if (word == null && !spelled.matches("\\d{1,2}")) {
            throw cursor.fail("a base is a number from 2 to 36");
        }
        int base = word == null ? Integer.parseInt(spelled) : word;
        String shown = digits instanceof Expr.Int(BigInteger whole)
                ? whole.toString()
                : ((Expr.Dec) digits).value().toPlainString();
        if (base < 2 || base > 36 || shown.chars().anyMatch(c -> c != '.' && Character.digit(c, 36) >= base)) {
            throw cursor.fail("digits " + shown + " do not fit base " + base);
        }
        return new Expr.BaseN(shown, base);
    }

    /** 0.1 with \overline{6} behind it is 1/6; null when nothing repeats here. */
    @Nullable
    Expr repeating(String literal) {
        Token mark = cursor.peek();
        boolean over = mark.isCommand("overline") || mark.isCommand("bar") || mark.isCommand("dot");
        int point = literal.indexOf('.');
        if (!over
                || point < 0
                || cursor.peek(2).kind() != Kind.NUMBER
                || !cursor.peek(3).isChar('}')) {
            if (literal.endsWith(".")) {
                throw cursor.fail("a number ends in its point");
            }
            return null;
        }
        String period = cursor.peek(2).text();
        if (!period.chars().allMatch(Character::isDigit) || period.length() > 200 || literal.length() > 200) {
            throw cursor.fail("a period is a run of digits");
        }
        for (int i = 0; i < 4; i++) {
            cursor.next();
        }
        int fixed = literal.length() - point - 1;
        String head = "0" + literal.substring(0, point) + literal.substring(point + 1);
        if (!head.chars().allMatch(Character::isDigit)) {
            throw cursor.fail("a period follows plain digits");
        }
        BigInteger all = new BigInteger(head + period);
        BigInteger den =
                BigInteger.TEN.pow(period.length()).subtract(BigInteger.ONE).multiply(BigInteger.TEN.pow(fixed));
        return new Expr.Div(new Expr.Int(all.subtract(new BigInteger(head))), new Expr.Int(den));
    }
}
