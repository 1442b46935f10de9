package dev.belay.model.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts to numbers and numbers to shorter ones, as Python's {@code int}, {@code float} and {@code round} do it. */
final class Conversions {
    private static final Pattern REAL = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final int MAX_DIGITS = 4300;
    private static final int MAX_PRECISION = 400;

    private Conversions() {}

    static Value truncated(Value.Real real) {
        if (!Double.isFinite(real.value())) {
            throw new TemplateError("a float that is not finite has no whole part");
        }
        return new Value.Int(new BigDecimal(real.value()).toBigInteger());
    }

    /** Null when the value is no number. */
    static @Nullable Value whole(Value value, int base) {
        return switch (value) {
            case Value.Int whole -> whole;
            case Value.Bool bool -> Value.of(bool.value() ? 1 : 0);
            case Value.Real real -> Double.isFinite(real.value()) ? truncated(real) : null;
            case Value.Text text -> {
                Value exact = whole(text.value(), base);
                yield exact == null && real(text) instanceof Value.Real real && Double.isFinite(real.value())
                        ? truncated(real)
                        : exact;
            }
            default -> null;
        };
    }

    private static @Nullable Value whole(String text, int base) {
        String digits =
                Whitespace.stripEnd(Whitespace.stripStart(text)).replaceAll("(?<=[0-9a-zA-Z])_(?=[0-9a-zA-Z])", "");
        String prefix = base == 16 ? "0[xX]" : base == 8 ? "0[oO]" : base == 2 ? "0[bB]" : "(?!)";
        digits = digits.replaceFirst("^([+-]?)" + prefix, "$1");
        try {
            return digits.length() > MAX_DIGITS ? null : new Value.Int(new BigInteger(digits, base));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Null when the value is no number. */
    static @Nullable Value real(Value value) {
        if (Numbers.isNumber(value)) {
            return new Value.Real(Numbers.real(value));
        }
        if (!(value instanceof Value.Text text)) {
            return null;
        }
        String digits = Whitespace.stripEnd(Whitespace.stripStart(text.value()));
        return digits.length() <= MAX_DIGITS && REAL.matcher(digits).matches()
                ? new Value.Real(Double.parseDouble(digits))
                : null;
    }

    /** @param method {@code common} (half to even), {@code ceil} or {@code floor} */
    static Value rounded(Value value, int precision, String method) {
        Operators.requireDefined(value);
        if (!Numbers.isNumber(value)) {
            throw new TemplateError("round needs a number, got a value of type " + value.type());
        }
        if (Math.abs(precision) > MAX_PRECISION) {
            throw new TemplateError("round takes a precision of at most " + MAX_PRECISION + ", got " + precision);
        }
        if (method.equals("common")) {
            return common(value, precision);
        }
        double scale = Math.pow(10, precision);
        double scaled = Numbers.real(value) * scale;
        return switch (method) {
            case "ceil" -> new Value.Real(Math.ceil(scaled) / scale);
            case "floor" -> new Value.Real(Math.floor(scaled) / scale);
            default -> throw new TemplateError("round takes the methods common, ceil and floor, got " + method);
        };
    }

    private static Value common(Value value, int precision) {
        if (Numbers.isWhole(value)) {
            BigDecimal number = new BigDecimal(Numbers.whole(value));
            return new Value.Int(
                    precision >= 0
                            ? number.toBigInteger()
                            : number.setScale(precision, RoundingMode.HALF_EVEN).toBigInteger());
        }
        double number = Numbers.real(value);
        return Double.isFinite(number)
                ? new Value.Real(new BigDecimal(number)
                        .setScale(precision, RoundingMode.HALF_EVEN)
                        .doubleValue())
                : value;
    }
}
