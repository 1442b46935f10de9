package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.NamedSet.Name;
import dev.belay.verify.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a letter of an answer ranges over: "where k is an integer", "for all x in R", "(n in N)". */
final class ConditionParser {

    private static final Set<String> OPENERS = Set.of("for", "where", "with", "when", "given");
    private static final Set<String> FILLERS = Set.of(
            "all",
            "any",
            "every",
            "each",
            "some",
            "an",
            "a",
            "is",
            "are",
            "number",
            "numbers",
            "arbitrary",
            "constant",
            "constants");

    private final Grammar grammar;
    private final Cursor cursor;

    ConditionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    boolean begins() {
        Token t = cursor.peek();
        if (t.isCommand("forall") || opensMembership()) {
            return true;
        }
        return (t.kind() == Kind.WORD || t.kind() == Kind.TEXT) && OPENERS.contains(words(t)[0]);
    }

    /** Whether "(n \in" stands here. */
    boolean opensMembership() {
        return cursor.peek().isChar('(')
                && cursor.peek(1).kind() == Kind.LETTER
                && cursor.peek(2).isCommand("in");
    }

    /** An answer with the ranges behind it; ranges that say nothing ("for all x") are dropped. */
    Expr behind(Expr answer) {
        int start = cursor.position();
        if (!begins()) {
            return answer;
        }
        List<Expr> ranges = ranges();
        if (ranges == null) {
            cursor.reset(start);
            return answer;
        }
        if (ranges.isEmpty()) {
            return answer;
        }
        List<Expr> all = new ArrayList<>();
        all.addAll(answer instanceof Expr.Listing(var items, var either) && !either ? items : List.of(answer));
        all.addAll(ranges);
        return new Expr.Listing(List.copyOf(all), false);
    }

    private @Nullable List<Expr> ranges() {
        boolean bracket = cursor.accept('(');
        List<String> names = new ArrayList<>();
        Name set = null;
        boolean positive = false;
        while (!ends() && !cursor.peek().isChar(')')) {
            Token t = cursor.next();
            if (t.kind() == Kind.LETTER) {
                names.add(t.text());
            } else if (t.kind() == Kind.WORD || t.kind() == Kind.TEXT) {
                for (String word : words(t)) {
                    Name named = named(word);
                    positive |= word.equals("positive");
                    set = named == null ? set : named;
                    if (named == null
                            && !word.equals("positive")
                            && !FILLERS.contains(word)
                            && !OPENERS.contains(word)) {
                        return null;
                    }
                }
            } else if (t.isCommand("in")) {
                if (!(grammar.statements.member() instanceof Expr.NamedSet(Name name))) {
                    return null;
                }
                set = name;
            } else if (!t.isCommand("forall") && !t.isChar(',')) {
                return null;
            }
        }
        if (bracket) {
            cursor.expect(')');
        }
        return ends() && names.size() <= 4 ? memberships(names, positive ? positive(set) : set) : null;
    }

    /** The end of the answer or of the set that the ranges stand in. */
    private boolean ends() {
        return cursor.atEnd() || cursor.peek().isChar('}') || cursor.peek().isCommand("rbrace");
    }

    private static List<Expr> memberships(List<String> names, @Nullable Name set) {
        if (set == null) {
            return List.of();
        }
        List<Expr> all = new ArrayList<>();
        for (String name : names) {
            all.add(new Expr.Relation(List.of(new Expr.Sym(name), new Expr.NamedSet(set)), List.of(Expr.Rel.IN)));
        }
        return all;
    }

    private static @Nullable Name named(String word) {
        return switch (word) {
            case "integer", "integers" -> Name.INTEGERS;
            case "natural" -> Name.NATURALS;
            case "real", "reals" -> Name.REALS;
            case "rational" -> Name.RATIONALS;
            default -> null;
        };
    }

    private static @Nullable Name positive(@Nullable Name set) {
        return set == Name.INTEGERS ? Name.POSITIVE_INTEGERS : set == Name.REALS ? Name.POSITIVE_REALS : set;
    }

    private static String[] words(Token t) {
        return t.text().strip().toLowerCase(Locale.ROOT).split("[\\s~,]+", -1);
    }
}
