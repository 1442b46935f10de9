package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.List;

/** What operators do with values of any type: truth, arithmetic, membership, iteration. */
final class Operators {
    private Operators() {}

    static boolean truth(Value value) {
        return switch (value) {
            case Value.Undefined _ -> false;
            case Value.None _ -> false;
            case Value.Bool bool -> bool.value();
            case Value.Int whole -> whole.value().signum() != 0;
            case Value.Real real -> real.value() != 0;
            case Value.Text text -> !text.value().isEmpty();
            case Value.Items items -> !items.values().isEmpty();
            case Value.Dict dict -> !dict.entries().isEmpty();
            default -> true;
        };
    }

    /** Using what is absent is an error that says what was absent. */
    static void requireDefined(Value value) {
        if (value instanceof Value.Undefined undefined) {
            throw new TemplateError(undefined.reason());
        }
    }

    static Value binary(String operator, Value a, Value b) {
        requireDefined(a);
        if (operator.equals("%") && a instanceof Value.Text format) {
            return PercentFormat.format(format.value(), b);
        }
        requireDefined(b);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.calculate(operator, a, b);
        }
        if (operator.equals("+")) {
            return sum(a, b);
        }
        if (operator.equals("*") && Numbers.isWhole(b)) {
            return repeated(a, b);
        }
        if (operator.equals("*") && Numbers.isWhole(a)) {
            return repeated(b, a);
        }
        throw unsupported(operator, a, b);
    }

    private static Value sum(Value a, Value b) {
        if (a instanceof Value.Text x && b instanceof Value.Text y) {
            return new BoundedText().append(x.value()).append(y.value()).value();
        }
        if (a instanceof Value.Items x && b instanceof Value.Items y && x.form() == y.form()) {
            Budget.requireSize((long) x.values().size() + y.values().size());
            List<Value> all = new ArrayList<>(x.values());
            all.addAll(y.values());
            return new Value.Items(all, x.form());
        }
        throw unsupported("+", a, b);
    }

    private static Value repeated(Value value, Value count) {
        int times = Math.max(0, index(count, "*"));
        if (value instanceof Value.Text text) {
            return new BoundedText().repeat(text.value(), times).value();
        }
        if (value instanceof Value.Items items && items.form() != Value.Items.Form.VIEW) {
            Budget.requireSize((long) items.values().size() * times);
            List<Value> all = new ArrayList<>();
            for (int i = 0; i < (items.values().isEmpty() ? 0 : times); i++) {
                all.addAll(items.values());
            }
            return new Value.Items(all, items.form());
        }
        throw unsupported("*", value, count);
    }

    private static TemplateError unsupported(String operator, Value a, Value b) {
        return new TemplateError("'" + operator + "' does not take values of types " + a.type() + " and " + b.type());
    }

    static Value unary(String sign, Value value) {
        requireDefined(value);
        if (!Numbers.isNumber(value)) {
            throw new TemplateError("the sign " + sign + " does not take a value of type " + value.type());
        }
        if (value instanceof Value.Real real) {
            return sign.equals("-") ? new Value.Real(-real.value()) : real;
        }
        return Numbers.calculate("*", value, Value.of(sign.equals("-") ? -1 : 1));
    }

    static boolean contains(Value container, Value value) {
        return switch (container) {
            case Value.Text text -> {
                if (value instanceof Value.Text part) {
                    yield Needle.firstIn(text.value(), part.value(), 0) >= 0;
                }
                requireDefined(value);
                throw new TemplateError("'in' a text needs a text, got a value of type " + value.type());
            }
            case Value.Dict dict -> dict.entries().containsKey(Equality.key(value));
            default -> iterate(container).stream().anyMatch(item -> Equality.equal(item, value));
        };
    }

    static boolean compare(String operator, Value a, Value b) {
        return switch (operator) {
            case "==" -> Equality.equal(a, b);
            case "!=" -> !Equality.equal(a, b);
            case "<" -> Equality.order(a, b) < 0;
            case "<=" -> Equality.order(a, b) <= 0;
            case ">" -> Equality.order(a, b) > 0;
            case ">=" -> Equality.order(a, b) >= 0;
            case "in" -> contains(b, a);
            case "not in" -> !contains(b, a);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** What a {@code for} goes through. */
    static List<Value> iterate(Value value) {
        return switch (value) {
            case Value.Items items -> items.values();
            case Value.Stream stream -> stream.drain();
            case Value.Dict dict -> List.copyOf(dict.entries().keySet());
            case Value.Text text -> CodePoints.characters(text.value());
            case Value.Undefined _ -> List.of();
            default -> throw new TemplateError("a value of type " + value.type() + " cannot be gone through");
        };
    }

    static int length(Value value) {
        return switch (value) {
            case Value.Items items -> items.values().size();
            case Value.Dict dict -> dict.entries().size();
            case Value.Text text -> CodePoints.length(text.value());
            case Value.Undefined _ -> 0;
            default -> throw new TemplateError("a value of type " + value.type() + " has no length");
        };
    }

    /** A whole number of ordinary size; larger ones are cut off, as they mean "beyond the end" wherever this is used. */
    static int index(Value value, String place) {
        if (!Numbers.isWhole(value)) {
            requireDefined(value);
            throw new TemplateError(place + " needs a whole number, got a value of type " + value.type());
        }
        java.math.BigInteger whole = Numbers.whole(value);
        if (whole.bitLength() > 31) {
            return whole.signum() < 0 ? -Integer.MAX_VALUE : Integer.MAX_VALUE;
        }
        return (int) Math.max(-Integer.MAX_VALUE, whole.longValue());
    }
}
