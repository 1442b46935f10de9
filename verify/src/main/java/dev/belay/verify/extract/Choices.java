package dev.belay.verify.extract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Choice letters in running text. */
final class Choices {

    private static final int WINDOW = 3_000;
    private static final Pattern ANNOUNCED = Pattern.compile(
            "(?i:answer|option|choice|réponse|respuesta|antwort|答案|ответ)[^\\n]{0,40}?(?<![\\p{L}\\p{N}])\\(?([A-Z])\\)?(?![a-zA-Z'’])");
    private static final Pattern FIRST = Pattern.compile("^[\\s*(]*([A-Z])(?![a-zA-Z'’])");
    private static final Pattern ALONE = Pattern.compile("(?<![\\p{L}\\p{N}'\\\\])([A-H])(?![\\p{L}\\p{N}'])");

    private Choices() {}

    static @Nullable String find(String text) {
        String window = text.length() > WINDOW ? text.substring(text.length() - WINDOW) : text;
        String announced = last(ANNOUNCED, window);
        if (announced != null) {
            return announced;
        }
        Matcher first = FIRST.matcher(text.length() > 200 ? text.substring(0, 200) : text);
        return first.find() ? first.group(1) : last(ALONE, window);
    }

    private static @Nullable String last(Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        String last = null;
        while (m.find()) {
            last = m.group(1);
        }
        return last;
    }
}
