package dev.belay.model.jinja;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** {@code ==} and the order of values, as Python has them. */
final class Equality {
    private Equality() {}

    static boolean equal(Value a, Value b) {
        return equal(a, b, 0);
    }

    @SuppressWarnings("ReferenceEquality") // as Python compares what defines no equality of its own
    private static boolean equal(Value a, Value b, int level) {
        Budget.requireNesting(level);
        Budget.pay(1);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.compare(a, b) == 0;
        }
        return switch (a) {
            case Value.Text text -> b instanceof Value.Text other && equalTexts(text.value(), other.value());
            case Value.Items items ->
                b instanceof Value.Items other
                        && items.form() == other.form()
                        && equalLists(items.values(), other.values(), level + 1);
            case Value.Dict dict -> b instanceof Value.Dict other && equalDicts(dict, other, level + 1);
            case Value.None _ -> b instanceof Value.None;
            case Value.Undefined _ -> b instanceof Value.Undefined;
            default -> a == b;
        };
    }

    private static boolean equalTexts(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        Budget.payText(a.length());
        return a.equals(b);
    }

    private static boolean equalLists(List<Value> a, List<Value> b, int level) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i), level)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalDicts(Value.Dict a, Value.Dict b, int level) {
        if (a.entries().size() != b.entries().size()) {
            return false;
        }
        for (Map.Entry<Value, Value> e : a.entries().entrySet()) {
            Value other = b.entries().get(key(e.getKey()));
            if (other == null || !equal(e.getValue(), other, level)) {
                return false;
            }
        }
        return true;
    }

    /** Negative, zero or positive; an error for values without an order. */
    static int order(Value a, Value b) {
        return order(a, b, 0);
    }

    private static int order(Value a, Value b, int level) {
        Budget.requireNesting(level);
        Budget.pay(1);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.compare(a, b);
        }
        if (a instanceof Value.Text x && b instanceof Value.Text y) {
            return orderTexts(x.value(), y.value());
        }
        if (a instanceof Value.Items x && b instanceof Value.Items y && x.form() == y.form()) {
            return orderLists(x.values(), y.values(), level);
        }
        Operators.requireDefined(a);
        Operators.requireDefined(b);
        throw new TemplateError("values of types " + a.type() + " and " + b.type() + " have no order");
    }

    private static int orderLists(List<Value> x, List<Value> y, int level) {
        for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
            if (!equal(x.get(i), y.get(i))) {
                return order(x.get(i), y.get(i), level + 1);
            }
        }
        return Integer.compare(x.size(), y.size());
    }

    /** By code point; {@code String.compareTo} goes by UTF-16 unit. */
    private static int orderTexts(String x, String y) {
        int common = Math.min(x.length(), y.length());
        Budget.payText(common);
        for (int i = 0; i < common; i++) {
            if (x.charAt(i) != y.charAt(i)) {
                boolean surrogates = Character.isSurrogate(x.charAt(i)) && Character.isSurrogate(y.charAt(i));
                int at = surrogates && i > 0 && Character.isHighSurrogate(x.charAt(i - 1)) ? i - 1 : i;
                return Integer.compare(x.codePointAt(at), y.codePointAt(at));
            }
        }
        return Integer.compare(x.length(), y.length());
    }

    /** The form under which a value is a key of a dict: 1, 1.0 and true are one. Pays for its hash. */
    static Value key(Value value) {
        requireHashable(value, 0);
        return switch (value) {
            case Value.Bool bool -> Value.of(bool.value() ? 1 : 0);
            case Value.Real real
            when real.value() == Math.rint(real.value()) && Double.isFinite(real.value()) ->
                new Value.Int(new BigDecimal(real.value()).toBigInteger());
            default -> value;
        };
    }

    private static void requireHashable(Value value, int level) {
        Budget.requireNesting(level);
        Budget.pay(1);
        switch (value) {
            case Value.None _, Value.Bool _, Value.Int _, Value.Real _, Value.Text _ -> {}
            case Value.Items items
            when items.form() == Value.Items.Form.TUPLE ->
                items.values().forEach(part -> requireHashable(part, level + 1));
            default -> throw new TemplateError("a value of type " + value.type() + " cannot be the key of a dict");
        }
    }
}
