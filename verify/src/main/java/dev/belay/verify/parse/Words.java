package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import java.util.List;

/** Normal forms of text answers. */
final class Words {

    private static final List<String> NUMBER_WORDS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private Words() {}

    /** A number word as its number, other words as text; the words are normal already. */
    static Expr value(String normal) {
        int number = NUMBER_WORDS.indexOf(normal);
        return number >= 0 ? Expr.Int.of(number) : new Expr.Text(normal);
    }

    /** Lower case, letters and digits with single spaces; LaTeX marks, quotes and outer punctuation are dropped. */
    static String normalise(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inner = (c == '.' || c == ':' || c == '-' || c == '/')
                    && i > 0
                    && i + 1 < text.length()
                    && Character.isDigit(text.charAt(i - 1))
                    && Character.isDigit(text.charAt(i + 1));
            if (Character.isLetterOrDigit(c) || Character.isSurrogate(c) || inner || c == '+' || c == '%') {
                if (gap && !out.isEmpty()) {
                    out.append(' ');
                }
                out.append(Character.toLowerCase(c));
                gap = false;
            } else if (c != '.' && c != '\'') {
                gap = true;
            }
        }
        return out.toString();
    }

    /** Whether a tree is a plain number without symbols. */
    static boolean isNumeric(Expr e) {
        return switch (e) {
            case Expr.Int _, Expr.Dec _, Expr.Const _ -> true;
            case Expr.Neg(Expr of) -> isNumeric(of);
            case Expr.Div(Expr a, Expr b) -> isNumeric(a) && isNumeric(b);
            case Expr.Pow(Expr a, Expr b) -> isNumeric(a) && isNumeric(b);
            case Expr.Add(var terms) -> terms.stream().allMatch(Words::isNumeric);
            case Expr.Mul(var factors) -> factors.stream().allMatch(Words::isNumeric);
            case Expr.Call call -> call.args().stream().allMatch(Words::isNumeric);
            default -> false;
        };
    }
}
