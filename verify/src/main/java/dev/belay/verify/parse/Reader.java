package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one answer. Stateless. */
public final class Reader {

    /** Longest text that is read, in UTF-16 units. */
    public static final int MAX_LENGTH = 131_072;

    /** Deepest tree that is read; what works on trees may recurse. */
    static final int MAX_LEVELS = 100;

    /** Two letters together, or one that is a word by itself. */
    private static final Pattern WORDY = Pattern.compile("\\p{L}{2}|[\\p{IsIdeographic}\\p{No}\\p{So}]");

    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("<", "<"),
            Map.entry("\\lt", "<"),
            Map.entry(">", ">"),
            Map.entry("\\gt", ">"),
            Map.entry("=", "="),
            Map.entry("≤", "<="),
            Map.entry("\\le", "<="),
            Map.entry("\\leq", "<="),
            Map.entry("\\leqslant", "<="),
            Map.entry("≥", ">="),
            Map.entry("\\ge", ">="),
            Map.entry("\\geq", ">="),
            Map.entry("\\geqslant", ">="),
            Map.entry("≠", "!="),
            Map.entry("\\ne", "!="),
            Map.entry("\\neq", "!="));
    private static final List<String> MARKS = List.of("**", "__", "`");
    private static final int MAX_WORDS_LENGTH = 400;
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2})(?:\\s*:\\s*(\\d{2}))?\\s*([ap])\\.?\\s*m\\b\\.?", Pattern.CASE_INSENSITIVE);

    private Reader() {}

    /**
     * Reads a text completely.
     *
     * @param text an answer without surrounding prose, in LaTeX or plain spelling
     * @param conventions the readings to prefer where a spelling has two
     */
    public static Reading read(String text, Set<Convention> conventions) {
        if (text.length() > MAX_LENGTH) {
            return new Reading.Unreadable("longer than " + MAX_LENGTH + " characters");
        }
        EnumSet<Convention> ambiguities = EnumSet.noneOf(Convention.class);
        String stripped = strip(text);
        if (stripped.isEmpty()) {
            return new Reading.Unreadable("empty");
        }
        String sign = stripped.length() > 12
                ? null
                : SIGNS.get(stripped.replace("$", "").strip());
        if (sign != null) {
            return new Reading.Read(new Expr.Text(sign), Set.of());
        }
        Reading time = time(stripped);
        if (time != null) {
            return time;
        }
        try {
            List<Token> tokens = new Lexer(stripped, conventions, ambiguities).tokens();
            Expr answer = new Grammar(tokens, conventions, ambiguities).answer();
            if (tokens.size() > MAX_LEVELS && answer.isDeeperThan(MAX_LEVELS)) {
                return new Reading.Unreadable("deeper than " + MAX_LEVELS + " levels");
            }
            return new Reading.Read(answer, ambiguities);
        } catch (ParseFailure failure) {
            return words(stripped, String.valueOf(failure.getMessage()));
        }
    }

    private static String strip(String text) {
        String s = unmarked(text.strip());
        int end = s.length();
        while (end > 1
                && !isOpenListing(s, end)
                && (".,;".indexOf(s.charAt(end - 1)) >= 0 || Character.isWhitespace(s.charAt(end - 1)))) {
            end--;
        }
        // A brace too many at the end is what a careless cut leaves.
        boolean cut = end > 1 && s.charAt(end - 1) == '}' && surplus(s, end) == 1;
        return s.substring(0, cut ? end - 1 : end);
    }

    /** Whether a text ends in ", ...": those dots stand for something, unlike the full stop of a sentence. */
    private static boolean isOpenListing(String s, int end) {
        return s.startsWith("...", end - 3) && (s.startsWith(",", end - 4) || s.startsWith(", ", end - 5));
    }

    /** Closing braces without an opening one. */
    private static int surplus(String s, int end) {
        int surplus = 0;
        for (int i = 0; i < end; i++) {
            char c = s.charAt(i);
            if (c == '\\') {
                i++;
            } else {
                surplus += c == '}' ? 1 : c == '{' ? -1 : 0;
            }
        }
        return surplus;
    }

    /** Without the marks of bold text or code around the whole. */
    private static String unmarked(String text) {
        for (String mark : MARKS) {
            int n = mark.length();
            if (text.length() > 2 * n
                    && text.startsWith(mark)
                    && text.endsWith(mark)
                    && text.indexOf(mark, n) == text.length() - n) {
                return text.substring(n, text.length() - n).strip();
            }
        }
        return text;
    }

    /** A clock time in one spelling, so that 4:30 p.m. is no ratio. */
    private static @Nullable Reading time(String text) {
        if (text.length() > 40) {
            return null;
        }
        Matcher m = TIME.matcher(text.replaceAll("\\\\(text|mbox|textrm|mathrm)\\b|[{}$~\\\\]", " ")
                .strip());
        if (!m.matches()) {
            return null;
        }
        String minutes = m.group(2) == null ? "00" : m.group(2);
        String time = m.group(1) + ":" + minutes + " " + m.group(3).toLowerCase(Locale.ROOT) + "m";
        return new Reading.Read(new Expr.Text(time), Set.of());
    }

    /** A text that is no mathematics: words if most of it is letters, else unreadable. */
    private static Reading words(String text, String problem) {
        if (text.length() > 10 * MAX_WORDS_LENGTH) {
            return new Reading.Unreadable(problem);
        }
        String plain = text.replaceAll("\\\\(text|textbf|textit|textrm|mathrm|mathbf|mbox|quad)\\b", " ");
        if (plain.indexOf('\\') >= 0 || plain.length() > MAX_WORDS_LENGTH) {
            return new Reading.Unreadable(problem);
        }
        long letters = plain.chars().filter(Words::isLetterLike).count();
        long marks = plain.chars().filter(c -> "=<>^_+*/|".indexOf(c) >= 0).count();
        boolean wordy = WORDY.matcher(plain).find();
        long gaps = plain.chars().filter(c -> c == ' ' || c == ',' || c == '.').count();
        if (!wordy || marks > 0 || letters * 3 < plain.length() - gaps) {
            return new Reading.Unreadable(problem);
        }
        String normal = Words.normalise(plain);
        return new Reading.Read(Words.value(normal), Set.of());
    }
}
