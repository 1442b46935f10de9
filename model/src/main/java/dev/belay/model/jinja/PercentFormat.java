package dev.belay.model.jinja;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 'text %s' % values}, which the filter {@code format} does too. */
final class PercentFormat {
    private static final Pattern FIELD = Pattern.compile(
            "%(?:\\(([^()]*)\\))?([-+ 0#]*)([0-9]{1,9})?(?:\\.([0-9]{1,9})?)?[hlL]?(.)?", Pattern.DOTALL);

    private PercentFormat() {}

    /** @param values a tuple of values, a dict for fields with names, or one value */
    static Value format(String format, Value values) {
        boolean tuple = values instanceof Value.Items items && items.form() == Value.Items.Form.TUPLE;
        List<Value> given = tuple ? ((Value.Items) values).values() : List.of(values);
        BoundedText out = new BoundedText();
        Matcher m = FIELD.matcher(format);
        int at = 0;
        int used = 0;
        while (m.find()) {
            out.append(format.substring(at, m.start()));
            at = m.end();
            if ("%".equals(m.group(5))) {
                out.append('%');
                continue;
            }
            Value value;
            if (m.group(1) != null) {
                value = Subscripts.item(values, Value.of(m.group(1)));
            } else if (used < given.size()) {
                value = given.get(used++);
            } else {
                throw new TemplateError("a format has more fields than there are values");
            }
            out.append(field(m, value));
        }
        if (used < given.size() && !(values instanceof Value.Dict)) {
            throw new TemplateError("a format has fewer fields than there are values");
        }
        return out.append(format.substring(at)).value();
    }

    private static String field(Matcher m, Value value) {
        if (m.group(5) == null) {
            throw new TemplateError("a format ends within a field");
        }
        String flags = m.group(2);
        boolean left = flags.contains("-");
        String type = m.group(5);
        boolean text = "sra".contains(type);
        boolean zero = flags.contains("0") && !left && !text;
        FormatSpec spec = new FormatSpec(
                zero ? "0" : " ",
                left ? "<" : zero ? "=" : ">",
                flags.contains("+") ? "+" : flags.contains(" ") ? " " : "",
                m.group(3) == null ? 0 : Integer.parseInt(m.group(3)),
                false,
                m.group(4) == null ? -1 : Integer.parseInt(m.group(4)),
                text ? "s" : type);
        if (text) {
            return spec.format(Value.of(type.equals("s") ? PythonText.str(value) : PythonText.repr(value)));
        }
        boolean whole = "diuxXoc".contains(type);
        return spec.format(whole && value instanceof Value.Real real ? Conversions.truncated(real) : value);
    }
}
