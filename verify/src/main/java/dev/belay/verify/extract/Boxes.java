package dev.belay.verify.extract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Boxed answers, by brace counting. */
final class Boxes {

    private static final int NEAR = 10;
    private static final int JOINED = 70;

    private record Box(String content, int start, int end) {}

    private Boxes() {}

    static @Nullable String last(String text) {
        Box box = lastComplete(text, text.length());
        return box == null ? null : box.content();
    }

    /** The last box, with the boxes right before it that form a list with it; a cut last box runs to the end. */
    static @Nullable String joined(String text) {
        Box box = lastComplete(text, text.length());
        if (box == null) {
            return unclosed(text);
        }
        List<String> parts = new ArrayList<>();
        parts.add(box.content());
        Box next = box;
        while (true) {
            Box previous = lastComplete(text, next.start());
            if (previous == null || !belongs(text, previous, next)) {
                break;
            }
            parts.addFirst(previous.content());
            next = previous;
        }
        return parts.size() == 1 ? box.content() + LastMath.percentBehind(text, box.end()) : String.join(", ", parts);
    }

    private static boolean belongs(String text, Box left, Box right) {
        int gap = right.start() - left.end();
        if (gap < 0
                || gap >= JOINED
                || left.content().strip().equals(right.content().strip())) {
            return false;
        }
        String between = text.substring(left.end(), right.start());
        if (gap < NEAR) {
            return between.indexOf('=') < 0;
        }
        String plain = between.replaceAll("[^\\p{L}\\p{N},;]+", " ").strip();
        boolean word = plain.matches("(?:.*\\s)?(?:and|or|quad text and|text and quad|et|und|y)(?:\\s.*)?");
        boolean mark = plain.startsWith(",") || plain.startsWith(";") || plain.endsWith(",");
        // Running prose between two boxes is a new statement.
        return (word || mark) && plain.split(" ", -1).length <= 8 && between.indexOf("\n\n") < 0 && repeatless(plain);
    }

    private static boolean repeatless(String plain) {
        int first = plain.indexOf("and");
        return first < 0 || plain.indexOf("and and", first) < 0;
    }

    private static @Nullable Box lastComplete(String text, int before) {
        int from = before;
        for (int tries = 0; tries < 16; tries++) {
            int at = Math.max(text.lastIndexOf("\\boxed", from - 1), text.lastIndexOf("\\fbox", from - 1));
            if (at < 0 || from <= 0) {
                return null;
            }
            Box box = at(text, at);
            if (box != null && box.end() <= before) {
                return box;
            }
            from = at;
        }
        return null;
    }

    private static @Nullable Box at(String text, int start) {
        int i = start + (text.startsWith("\\boxed", start) ? 6 : 5);
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        if (i == text.length()) {
            return null;
        }
        if (text.charAt(i) != '{') {
            int end = i;
            while (end < text.length() && " $\n.".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return end == i ? null : new Box(text.substring(i, end), start, end);
        }
        int depth = 0;
        for (int k = i; k < text.length(); k++) {
            char c = text.charAt(k);
            if (c == '\\') {
                k++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return new Box(text.substring(i + 1, k), start, k + 1);
            }
        }
        return null;
    }

    private static @Nullable String unclosed(String text) {
        int at = text.lastIndexOf("\\boxed{");
        if (at < 0) {
            return null;
        }
        String rest = text.substring(at + 7).replaceAll("[\\s$.]+$", "");
        return rest.length() > 200 || rest.indexOf('\n') >= 0 ? null : rest;
    }
}
