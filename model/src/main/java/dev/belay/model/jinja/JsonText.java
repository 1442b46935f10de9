package dev.belay.model.jinja;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values as Python's {@code json.dumps} writes them; transformers' {@code tojson} is that, without the escapes for HTML that
 * jinja2's own would make.
 *
 * @param ascii escape everything beyond ASCII
 * @param indent what a level is indented by; empty keeps all on one line
 * @param lines whether values stand on lines of their own
 * @param comma between values
 * @param colon between key and value
 * @param sorted keys in order
 */
record JsonText(boolean ascii, String indent, boolean lines, String comma, String colon, boolean sorted) {
    /** The filter's arguments. */
    static JsonText of(Arguments arguments) {
        Arguments.Bound bound = arguments.bind("tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        Value indent = bound.get(1, Constant.NONE);
        boolean lines = !(indent instanceof Value.None);
        String comma = lines ? "," : ", ";
        String colon = ": ";
        if (bound.get(2, Constant.NONE) instanceof Value.Items pair
                && pair.values().size() == 2) {
            comma = PythonText.str(pair.values().getFirst());
            colon = PythonText.str(pair.values().getLast());
        }
        return new JsonText(bound.flag(0, false), indent(indent), lines, comma, colon, bound.flag(3, false));
    }

    private static String indent(Value indent) {
        return switch (indent) {
            case Value.None _ -> "";
            case Value.Text text -> text.value();
            default ->
                new BoundedText().repeat(" ", Operators.index(indent, "tojson")).toString();
        };
    }

    String write(Value value) {
        BoundedText out = new BoundedText();
        write(value, out, 0);
        return out.toString();
    }

    private void write(Value value, BoundedText out, int level) {
        Budget.requireNesting(level);
        switch (value) {
            case Value.None _ -> out.append("null");
            case Value.Bool bool -> out.append(bool.value() ? "true" : "false");
            case Value.Int whole -> out.append(whole.value().toString());
            case Value.Real real -> out.append(real(real.value()));
            case Value.Text text -> string(text.value(), out);
            case Value.Items items when items.form() != Value.Items.Form.VIEW -> list(items.values(), out, level + 1);
            case Value.Dict dict -> object(dict.entries(), out, level + 1);
            default -> {
                Operators.requireDefined(value);
                throw new TemplateError("tojson cannot write a value of type " + value.type());
            }
        }
    }

    private void list(List<Value> values, BoundedText out, int level) {
        if (values.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        String separator = "";
        for (Value value : values) {
            out.append(separator);
            newLine(out, level);
            write(value, out, level);
            separator = comma;
        }
        newLine(out, level - 1);
        out.append(']');
    }

    private void object(Map<Value, Value> entries, BoundedText out, int level) {
        if (entries.isEmpty()) {
            out.append("{}");
            return;
        }
        Map<Value, Value> ordered = entries;
        if (sorted) {
            ordered = new TreeMap<>(Equality::order);
            ordered.putAll(entries);
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<Value, Value> e : ordered.entrySet()) {
            out.append(separator);
            newLine(out, level);
            string(key(e.getKey()), out);
            out.append(colon);
            write(e.getValue(), out, level);
            separator = comma;
        }
        newLine(out, level - 1);
        out.append('}');
    }

    private static String key(Value key) {
        return switch (key) {
            case Value.Text text -> text.value();
            case Value.None _ -> "null";
            case Value.Int whole -> whole.value().toString();
            case Value.Real real -> real(real.value());
            default -> throw new TemplateError("tojson needs texts for keys, got a value of type " + key.type());
        };
    }

    private void newLine(BoundedText out, int level) {
        if (lines) {
            out.append('\n').repeat(indent, level);
        }
    }

    private static String real(double value) {
        if (Double.isFinite(value)) {
            return PythonText.real(value);
        }
        return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }

    private void string(String text, BoundedText out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || (ascii && c > 0x7E)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
