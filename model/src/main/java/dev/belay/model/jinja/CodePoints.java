package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.List;

/** Text counted in code points, as Python counts it. */
final class CodePoints {
    private CodePoints() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static List<Value> characters(String text) {
        List<Value> characters = new ArrayList<>();
        text.codePoints().forEach(c -> characters.add(Value.of(Character.toString(c))));
        return characters;
    }

    /** From one position to another; both between 0 and the length. */
    static String between(String text, int from, int to) {
        if (to <= from) {
            return "";
        }
        int start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, to - from));
    }

    static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
