package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The methods of Python's {@code str} that take a text apart. */
final class TextSplits {
    private static final String LINE_ENDS = "\n\r\u000B\f\u001C\u001D\u001E\u0085\u2028\u2029";

    private TextSplits() {}

    static Value split(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("split", "sep", "maxsplit");
        int most = limit(bound);
        if (bound.get(0, Constant.NONE) instanceof Value.None) {
            return words(text, most);
        }
        String separator = separator(bound);
        List<Value> parts = new ArrayList<>();
        int at = 0;
        for (int found = Needle.firstIn(text, separator, 0);
                found >= 0 && parts.size() < most;
                found = Needle.firstIn(text, separator, at)) {
            parts.add(Value.of(text.substring(at, found)));
            at = found + separator.length();
        }
        parts.add(Value.of(text.substring(at)));
        return Value.list(parts);
    }

    private static int limit(Arguments.Bound bound) {
        int most = bound.integer(1, -1);
        return most < 0 ? Integer.MAX_VALUE : most;
    }

    private static String separator(Arguments.Bound bound) {
        if (bound.text(0).isEmpty()) {
            throw new TemplateError(bound.function() + " needs a separator that is not empty");
        }
        return bound.text(0);
    }

    private static Value words(String text, int most) {
        List<Value> words = new ArrayList<>();
        int at = Whitespace.skip(text, 0);
        while (at < text.length()) {
            if (words.size() == most) {
                words.add(Value.of(text.substring(at)));
                break;
            }
            int end = at;
            while (end < text.length() && !Whitespace.is(text.charAt(end))) {
                end++;
            }
            words.add(Value.of(text.substring(at, end)));
            at = Whitespace.skip(text, end);
        }
        return Value.list(words);
    }

    static Value splitFromEnd(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("rsplit", "sep", "maxsplit");
        int most = limit(bound);
        if (bound.get(0, Constant.NONE) instanceof Value.None) {
            return wordsFromEnd(text, most);
        }
        String separator = separator(bound);
        List<Value> parts = new ArrayList<>();
        int end = text.length();
        while (parts.size() < most) {
            int found = Needle.lastIn(text, separator, end);
            if (found < 0) {
                break;
            }
            parts.add(Value.of(text.substring(found + separator.length(), end)));
            end = found;
        }
        parts.add(Value.of(text.substring(0, end)));
        Collections.reverse(parts);
        return Value.list(parts);
    }

    private static Value wordsFromEnd(String text, int most) {
        List<Value> words = new ArrayList<>();
        int end = Whitespace.skipBack(text, text.length());
        while (end > 0) {
            if (words.size() == most) {
                words.add(Value.of(text.substring(0, end)));
                break;
            }
            int start = end;
            while (start > 0 && !Whitespace.is(text.charAt(start - 1))) {
                start--;
            }
            words.add(Value.of(text.substring(start, end)));
            end = Whitespace.skipBack(text, start);
        }
        Collections.reverse(words);
        return Value.list(words);
    }

    static Value lines(String text, Arguments arguments) {
        boolean keep = arguments.bind("splitlines", "keepends").flag(0, false);
        List<Value> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && LINE_ENDS.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            int next = Math.min(text.length(), end + (text.startsWith("\r\n", end) ? 2 : 1));
            lines.add(Value.of(text.substring(at, keep ? next : end)));
            at = next;
        }
        return Value.list(lines);
    }

    static Value partition(String text, Arguments arguments, boolean first) {
        Arguments.Bound bound = arguments.bind(first ? "partition" : "rpartition", "sep");
        String separator = separator(bound);
        int at = first ? Needle.firstIn(text, separator, 0) : Needle.lastIn(text, separator, text.length());
        Value empty = Value.of("");
        if (at < 0) {
            return first ? Value.tuple(Value.of(text), empty, empty) : Value.tuple(empty, empty, Value.of(text));
        }
        return Value.tuple(
                Value.of(text.substring(0, at)),
                Value.of(separator),
                Value.of(text.substring(at + separator.length())));
    }

    static Value tabsExpanded(String text, Arguments arguments) {
        int size = arguments.bind("expandtabs", "tabsize").integer(0, 8);
        BoundedText out = new BoundedText();
        int column = 0;
        for (int c : text.codePoints().toArray()) {
            if (c == '\t') {
                int spaces = size > 0 ? size - column % size : 0;
                out.repeat(" ", spaces);
                column += spaces;
            } else {
                out.append(Character.toString(c));
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return out.value();
    }
}
