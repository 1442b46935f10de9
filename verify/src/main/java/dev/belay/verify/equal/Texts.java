package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words and choice letters. */
final class Texts {

    private static final Set<String> EMPTY_WORDS = Set.of(
            "no solution",
            "no solutions",
            "none",
            "empty set",
            "the empty set",
            "no real solutions",
            "no real solution",
            "no real roots",
            "does not exist",
            "no such",
            "no integer solutions",
            "empty");
    private static final Set<String> FILLERS = Set.of("the", "a", "an", "option", "choice", "answer", "is");

    private Texts() {}

    static Outcome compare(Expr g, Expr a, boolean ignoreCase) {
        String gw = words(g);
        String aw = words(a);
        if (gw.isEmpty() || aw.isEmpty()) {
            boolean empty = (isEmptySet(g) && EMPTY_WORDS.contains(aw)) || (isEmptySet(a) && EMPTY_WORDS.contains(gw));
            return empty ? Outcome.TEXT : Outcome.KIND;
        }
        if (gw.equals(aw) || (bare(gw).equals(bare(aw)) && !bare(gw).isEmpty())) {
            return Outcome.TEXT;
        }
        if (EMPTY_WORDS.contains(gw) && EMPTY_WORDS.contains(aw)) {
            return Outcome.TEXT;
        }
        if ((gw.length() == 1 && isChoice(aw, gw)) || (ignoreCase && aw.length() == 1 && isChoice(gw, aw))) {
            return Outcome.TEXT;
        }
        return new Outcome(Finding.DIFFERENT_VALUE, "different words");
    }

    /** "b", "(b)", "b. 12 cm": the letter first and nothing glued to it. */
    private static boolean isChoice(String words, String letter) {
        String bare = bare(words);
        return bare.startsWith(letter + " ") && Character.isLetter(letter.charAt(0));
    }

    private static boolean isEmptySet(Expr e) {
        return e instanceof Expr.NamedSet(var name) && name == Expr.NamedSet.Name.EMPTY;
    }

    private static String bare(String words) {
        StringBuilder out = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (!FILLERS.contains(word)) {
                out.append(out.isEmpty() ? "" : " ").append(word);
            }
        }
        return out.isEmpty() ? words : out.toString();
    }

    /** What a tree spells as words, or "" if it is no word. */
    static String words(Expr e) {
        return switch (e) {
            case Expr.Text(String words) -> words;
            case Expr.Sym(String name) -> name.toLowerCase(Locale.ROOT);
            case Expr.Const(var which) -> which == Expr.Constant.E ? "e" : which == Expr.Constant.I ? "i" : "";
            case Expr.Int(var value) -> value.bitLength() < 64 ? value.toString() : "";
            case Expr.Mul(List<Expr> factors) -> spelled(factors);
            case Expr.Listing(List<Expr> items, boolean either) -> joined(items);
            case Expr.SetOf(List<Expr> items) -> joined(items);
            case Expr.Group(char open, List<Expr> items, char close) -> joined(items);
            default -> "";
        };
    }

    private static String joined(List<Expr> items) {
        StringBuilder out = new StringBuilder();
        for (Expr item : items) {
            String w = words(item);
            if (w.isEmpty()) {
                return "";
            }
            out.append(out.isEmpty() ? "" : " ").append(w);
        }
        return out.toString();
    }

    private static String spelled(List<Expr> factors) {
        StringBuilder out = new StringBuilder();
        for (Expr f : factors) {
            String w = f instanceof Expr.Sym || f instanceof Expr.Const ? words(f) : "";
            if (w.isEmpty()) {
                return "";
            }
            out.append(w);
        }
        return out.toString();
    }
}
