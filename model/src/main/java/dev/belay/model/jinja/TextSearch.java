package dev.belay.model.jinja;

import java.util.List;

/** The methods of Python's {@code str} that look for something. Positions count code points. */
final class TextSearch {
    private TextSearch() {}

    /** {@code find}, {@code rfind}, {@code index} or {@code rindex}. */
    static Value find(String text, Arguments arguments, String method) {
        Arguments.Bound bound = arguments.bind(method, "sub", "start", "end");
        int length = CodePoints.length(text);
        int start = start(bound.get(1, Constant.NONE), length);
        int end = end(bound.get(2, Constant.NONE), length);
        String part = CodePoints.between(text, start, end);
        int at = start > end
                ? -1
                : method.startsWith("r")
                        ? Needle.lastIn(part, bound.text(0), part.length())
                        : Needle.firstIn(part, bound.text(0), 0);
        if (at < 0 && method.endsWith("index")) {
            throw new TemplateError(method + " found no " + PythonText.repr(bound.get(0)) + " in the text");
        }
        return Value.of(at < 0 ? -1 : start + part.codePointCount(0, at));
    }

    /** A start beyond the end stays beyond it: nothing is found there, not even the empty text. */
    private static int start(Value bound, int length) {
        return bound instanceof Value.None ? 0 : clamped(bound, length, length + 1);
    }

    private static int end(Value bound, int length) {
        return bound instanceof Value.None ? length : clamped(bound, length, length);
    }

    private static int clamped(Value bound, int length, int most) {
        long at = Operators.index(bound, "a position");
        return Math.clamp(at < 0 ? at + length : at, 0, most);
    }

    static Value count(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("count", "sub", "start", "end");
        int length = CodePoints.length(text);
        int start = start(bound.get(1, Constant.NONE), length);
        int end = end(bound.get(2, Constant.NONE), length);
        String part = CodePoints.between(text, start, end);
        String sub = bound.text(0);
        if (start > end) {
            return Value.of(0);
        }
        if (sub.isEmpty()) {
            return Value.of(CodePoints.length(part) + 1L);
        }
        int count = 0;
        for (int at = Needle.firstIn(part, sub, 0); at >= 0; at = Needle.firstIn(part, sub, at + sub.length())) {
            count++;
        }
        return Value.of(count);
    }

    /** {@code startswith} or {@code endswith}, with one text or a tuple of them. */
    static Value affix(String text, Arguments arguments, String method) {
        Arguments.Bound bound = arguments.bind(method, "prefix", "start", "end");
        int length = CodePoints.length(text);
        int start = start(bound.get(1, Constant.NONE), length);
        int end = end(bound.get(2, Constant.NONE), length);
        String part = CodePoints.between(text, start, end);
        List<Value> wanted = bound.get(0) instanceof Value.Items tuple && tuple.form() == Value.Items.Form.TUPLE
                ? tuple.values()
                : List.of(bound.get(0));
        for (Value affix : wanted) {
            if (!(affix instanceof Value.Text t)) {
                throw new TemplateError(
                        method + " needs a text or a tuple of texts, got a value of type " + affix.type());
            }
            Budget.payText(t.value().length());
            if (start <= end && (method.equals("startswith") ? part.startsWith(t.value()) : part.endsWith(t.value()))) {
                return Constant.TRUE;
            }
        }
        return Constant.FALSE;
    }

    static Value replaced(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("replace", "old", "new", "count");
        return Value.of(replaced(text, bound.text(0), bound.text(1), bound.get(2, Value.of(-1))));
    }

    /** @param count negative or None replaces all */
    static String replaced(String text, String old, String replacement, Value count) {
        int left = count instanceof Value.None ? -1 : Operators.index(count, "replace");
        BoundedText out = new BoundedText();
        int at = 0;
        if (old.isEmpty()) {
            while (at < text.length() && left != 0) {
                int next = at + Character.charCount(text.codePointAt(at));
                out.append(replacement).append(text.substring(at, next));
                at = next;
                left--;
            }
            return out.append(left == 0 ? "" : replacement)
                    .append(text.substring(at))
                    .toString();
        }
        for (int found = Needle.firstIn(text, old, 0); found >= 0 && left != 0; found = Needle.firstIn(text, old, at)) {
            out.append(text.substring(at, found)).append(replacement);
            at = found + old.length();
            left--;
        }
        return out.append(text.substring(at)).toString();
    }
}
