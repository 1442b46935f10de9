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
            if (Character.isDigit(c) || isLetterLike(c) || Character.isSurrogate(c) || inner || c == '+' || c == '%') {
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

    /** A letter of any script, a circled number or a pictogram. */
    static boolean isLetterLike(int c) {
        int type = Character.getType(c);
        return Character.isLetter(c) || type == Character.OTHER_NUMBER || type == Character.OTHER_SYMBOL;
    }

    /** Whether a tree is a plain number without symbols. */
    static boolean isNumeric(Expr e) {
        return !e.isDeeperThan(Reader.MAX_LEVELS) && numeric(e);
    }

    private static boolean numeric(Expr e) {
        return switch (e) {
            case Expr.Int _, Expr.Dec _, Expr.Const _ -> true;
            case Expr.Neg(Expr of) -> numeric(of);
            case Expr.Div(Expr a, Expr b) -> numeric(a) && numeric(b);
            case Expr.Pow(Expr a, Expr b) -> numeric(a) && numeric(b);
            case Expr.Add(var terms) -> terms.stream().allMatch(Words::numeric);
            case Expr.Mul(var factors) -> factors.stream().allMatch(Words::numeric);
            case Expr.Call call -> call.args().stream().allMatch(Words::numeric);
            default -> false;
        };
    }
}
