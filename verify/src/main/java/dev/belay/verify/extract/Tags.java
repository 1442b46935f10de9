package dev.belay.verify.extract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers marked by tags or hashes. */
final class Tags {

    private Tags() {}

    static @Nullable String answer(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int end = lower.lastIndexOf("</answer>");
        int start = end < 0 ? -1 : lower.lastIndexOf("<answer>", end);
        if (start < 0) {
            return null;
        }
        String content = text.substring(start + 8, end);
        String boxed = Boxes.joined(content);
        return boxed == null ? content : boxed;
    }

    static @Nullable String hashes(String text) {
        int at = text.lastIndexOf("####");
        if (at < 0) {
            return null;
        }
        int start = at + 4;
        while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '#')) {
            start++;
        }
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
