package dev.belay.model.jinja;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Values as Python's {@code str} and {@code repr} write them. */
final class PythonText {
    private PythonText() {}

    /** What printing a value gives. */
    static String str(Value value) {
        return switch (value) {
            case Value.Text text -> text.value();
            case Value.Undefined _ -> "";
            default -> repr(value);
        };
    }

    static String repr(Value value) {
        BoundedText out = new BoundedText();
        write(value, out, 0);
        return out.toString();
    }

    private static void write(Value value, BoundedText out, int level) {
        Budget.requireNesting(level);
        switch (value) {
            case Value.Undefined _ -> out.append("Undefined");
            case Value.None _ -> out.append("None");
            case Value.Bool bool -> out.append(bool.value() ? "True" : "False");
            case Value.Int whole -> out.append(whole.value().toString());
            case Value.Real real -> out.append(real(real.value()));
            case Value.Text text -> quoted(text.value(), out);
            case Value.Items items -> items(items, out, level + 1);
            case Value.Dict dict -> dict(dict.entries(), out, level + 1);
            case Value.Namespace namespace -> {
                out.append("<Namespace ");
                Value.Dict dict = Value.dict();
                namespace.attributes().forEach((name, v) -> dict.entries().put(Value.of(name), v));
                write(dict, out, level + 1);
                out.append('>');
            }
            case Value.Stream _ -> out.append("<generator object>");
            case Value.Function function -> out.append("<function " + function.name() + ">");
            case Value.Loop loop -> out.append(loop.state().toString());
        }
    }

    private static void items(Value.Items items, BoundedText out, int level) {
        boolean tuple = items.form() == Value.Items.Form.TUPLE;
        List<Value> values = items.values();
        out.append(tuple ? '(' : '[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            write(values.get(i), out, level);
        }
        if (tuple && values.size() == 1) {
            out.append(',');
        }
        out.append(tuple ? ')' : ']');
    }

    private static void dict(Map<Value, Value> entries, BoundedText out, int level) {
        out.append('{');
        String separator = "";
        for (Map.Entry<Value, Value> e : entries.entrySet()) {
            out.append(separator);
            write(e.getKey(), out, level);
            out.append(": ");
            write(e.getValue(), out, level);
            separator = ", ";
        }
        out.append('}');
    }

    private static void quoted(String text, BoundedText out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        out.append(Character.toString(c));
                    } else {
                        out.append(hexadecimal(c));
                    }
                }
            }
        });
        out.append(quote);
    }

    private static String hexadecimal(int c) {
        String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        return form.formatted(c);
    }

    static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }

    /** The shortest decimal that reads back as the same number, in Python's notation. */
    static String real(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = decimal.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
