package dev.belay.verify.extract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The last formula or number of a text. */
final class LastMath {

    private static final int WINDOW = 2_000;
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\w.)\\]}])[-+−]?\\$?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:[.,]\\d+)?(?:\\s?/\\s?\\d+)?(?:\\s?\\\\?%)?"
                    + "|[-+−]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?(?:\\s?/\\s?\\d+)?(?:\\s?\\\\?%)?");

    private LastMath() {}

    static @Nullable String find(String text) {
        String window = text.length() > WINDOW ? text.substring(text.length() - WINDOW) : text;
        int[] formula = Formulas.last(window);
        int[] number = lastNumber(window);
        if (formula != null && (number == null || number[1] <= formula[2])) {
            String content = window.substring(formula[0], formula[1]);
            return content + percentBehind(window, formula[2]);
        }
        if (number == null) {
            return bareFraction(window);
        }
        String fraction = bareFraction(window);
        return fraction != null ? fraction : window.substring(number[0], number[1]) + percentBehind(window, number[1]);
    }

    /** A percent sign if the text goes on with one, in any spelling; else nothing. */
    static String percentBehind(String text, int end) {
        String tail = text.substring(end, Math.min(text.length(), end + 14)).replaceAll("^[\\s$)\\]]+", "");
        boolean percent =
                tail.startsWith("percent") || tail.startsWith("pct") || tail.startsWith("%") || tail.startsWith("\\%");
        return percent ? "\\%" : "";
    }

    /** A \frac or \sqrt without dollar signs at the end of the text. */
    private static @Nullable String bareFraction(String text) {
        int at =
                Math.max(text.lastIndexOf("\\frac"), Math.max(text.lastIndexOf("\\dfrac"), text.lastIndexOf("\\sqrt")));
        if (at < 0) {
            return null;
        }
        int depth = 0;
        int groups = 0;
        int need = text.startsWith("\\sqrt", at) ? 1 : 2;
        for (int i = text.indexOf('{', at); i >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0 && ++groups == need) {
                boolean last =
                        !Pattern.compile("\\d").matcher(text.substring(i)).find();
                int start = at;
                while (start > 0 && "-+0123456789 ".indexOf(text.charAt(start - 1)) >= 0) {
                    start--;
                }
                return last ? text.substring(start, i + 1) : null;
            }
        }
        return null;
    }

    static @Nullable String number(String text) {
        String window = text.length() > WINDOW ? text.substring(text.length() - WINDOW) : text;
        int[] number = lastNumber(window);
        return number == null ? null : window.substring(number[0], number[1]);
    }

    private static int @Nullable [] lastNumber(String text) {
        Matcher m = NUMBER.matcher(text);
        int[] last = null;
        while (m.find()) {
            last = new int[] {m.start(), m.end()};
        }
        return last;
    }
}
