package dev.belay.model.jinja;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 'text {0} {name.field[0]!r:>8}'.format(…)}. */
final class BraceFormat {
    private static final Pattern FIELD =
            Pattern.compile("\\{\\{|\\}\\}|\\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\\}|[{}]", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([^\\[\\]]+)\\]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private BraceFormat() {}

    static Value format(String format, Arguments arguments) {
        BoundedText out = new BoundedText();
        Matcher m = FIELD.matcher(format);
        int at = 0;
        int automatic = 0;
        boolean numberedByHand = false;
        while (m.find()) {
            out.append(format.substring(at, m.start()));
            at = m.end();
            if (m.group().length() == 1) {
                throw new TemplateError("a brace in a format is not closed or not opened");
            } else if (m.group(1) == null) {
                out.append(m.group().charAt(0));
            } else {
                boolean numbered =
                        m.group(1).isEmpty() || ".[".indexOf(m.group(1).charAt(0)) >= 0;
                numberedByHand |= !numbered && Character.isDigit(m.group(1).charAt(0));
                if (numberedByHand && (numbered || automatic > 0)) {
                    throw new TemplateError("a format cannot number some fields and leave others without a number");
                }
                String field = numbered ? automatic++ + m.group(1) : m.group(1);
                out.append(laidOut(resolve(field, arguments), m.group(2), m.group(3)));
            }
        }
        return out.append(format.substring(at)).value();
    }

    private static String laidOut(
            Value value,
            @org.jspecify.annotations.Nullable String conversion,
            @org.jspecify.annotations.Nullable String spec) {
        Value converted = switch (conversion) {
            case null -> value;
            case "s" -> Value.of(PythonText.str(value));
            default -> Value.of(PythonText.repr(value));
        };
        return spec == null || spec.isEmpty()
                ? PythonText.str(converted)
                : FormatSpec.parse(spec).format(converted);
    }

    private static Value resolve(String field, Arguments arguments) {
        int end = 0;
        while (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
            end++;
        }
        Value value = argument(field.substring(0, end), arguments);
        Matcher m = STEP.matcher(field).region(end, field.length());
        while (m.find()) {
            if (m.group(1) != null) {
                value = Subscripts.attribute(value, m.group(1));
            } else {
                boolean index = DIGITS.matcher(m.group(2)).matches();
                value = Subscripts.item(
                        value, index ? new Value.Int(new BigInteger(m.group(2))) : Value.of(m.group(2)));
            }
        }
        return value;
    }

    private static Value argument(String name, Arguments arguments) {
        if (DIGITS.matcher(name).matches()) {
            int place = Integer.parseInt(name);
            if (place < arguments.positional().size()) {
                return arguments.positional().get(place);
            }
            throw new TemplateError("a format has more fields than there are values");
        }
        Value value = arguments.named().get(name);
        if (value == null) {
            throw new TemplateError("a format names '" + name + "', which it is not given");
        }
        return value;
    }
}
