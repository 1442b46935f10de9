package dev.belay.model.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one value is laid out: what stands behind the colon of {@code '{:>8.2f}'.format(…)}, and what {@code '%-8.2f' % …}
 * means in the same terms.
 *
 * @param fill pads to the width
 * @param align one of {@code < > ^ =}, or empty for the type's own
 * @param sign {@code +}, space, or empty
 * @param width 0 when none
 * @param comma whether thousands are set off
 * @param precision -1 when none
 * @param type one of {@code s d f F e E g G x X o b % c}, or empty
 */
record FormatSpec(String fill, String align, String sign, int width, boolean comma, int precision, String type) {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>^=]))?([+ -])?(#)?(0)?([0-9]{1,9})?(,)?(?:\\.([0-9]{1,9}))?([a-zA-Z%])?", Pattern.DOTALL);
    private static final int MAX_PRECISION = 400;

    static FormatSpec parse(String spec) {
        Matcher m = SPEC.matcher(spec);
        if (!m.matches()) {
            throw new TemplateError("a format specification cannot be read: " + spec);
        }
        boolean zero = m.group(5) != null;
        String fill = m.group(1) != null ? m.group(1) : zero ? "0" : " ";
        String align = m.group(2) != null ? m.group(2) : zero ? "=" : "";
        return new FormatSpec(
                fill,
                align,
                m.group(3) == null || m.group(3).equals("-") ? "" : m.group(3),
                m.group(6) == null ? 0 : Integer.parseInt(m.group(6)),
                m.group(7) != null,
                m.group(8) == null ? -1 : Integer.parseInt(m.group(8)),
                m.group(9) == null ? "" : m.group(9));
    }

    String format(Value value) {
        Operators.requireDefined(value);
        boolean number = Numbers.isNumber(value) && !(value instanceof Value.Bool && type.isEmpty());
        if (!number || type.equals("s")) {
            if (!type.isEmpty() && !type.equals("s")) {
                throw new TemplateError("the format '" + type + "' does not take a value of type " + value.type());
            }
            String text = PythonText.str(value);
            int most = precision < 0 ? CodePoints.length(text) : Math.min(precision, CodePoints.length(text));
            return padded("", CodePoints.between(text, 0, most), "<");
        }
        String digits = digits(value);
        boolean negative = digits.startsWith("-");
        return padded(negative ? "-" : sign, negative ? digits.substring(1) : digits, ">");
    }

    private String digits(Value value) {
        if (precision > MAX_PRECISION) {
            throw new TemplateError("a precision must be at most " + MAX_PRECISION + ", got " + precision);
        }
        return switch (type.isEmpty() ? (Numbers.isWhole(value) ? "d" : precision < 0 ? "r" : "g") : type) {
            case "d", "i", "u" -> grouped(whole(value).toString());
            case "x" -> whole(value).toString(16);
            case "X" -> whole(value).toString(16).toUpperCase(Locale.ROOT);
            case "o" -> whole(value).toString(8);
            case "b" -> whole(value).toString(2);
            case "c" -> character(whole(value));
            case "r" -> PythonText.real(Numbers.real(value));
            case "f", "F" -> grouped(fixed(value, precision < 0 ? 6 : precision));
            case "%" -> fixed(new Value.Real(Numbers.real(value) * 100), precision < 0 ? 6 : precision) + "%";
            case "e" -> scientific(value);
            case "E" -> scientific(value).toUpperCase(Locale.ROOT);
            case "g", "G" -> general(value);
            default -> throw new TemplateError("the format '" + type + "' is unknown");
        };
    }

    private static String character(BigInteger code) {
        if (code.signum() < 0 || code.compareTo(BigInteger.valueOf(Character.MAX_CODE_POINT)) > 0) {
            throw new TemplateError("the format 'c' needs a code point from 0 to " + Character.MAX_CODE_POINT
                    + ", got a number of " + code.bitLength() + " bits");
        }
        return Character.toString(code.intValue());
    }

    private BigInteger whole(Value value) {
        if (value instanceof Value.Real) {
            throw new TemplateError("the format '" + type + "' needs a whole number, got a float");
        }
        return Numbers.whole(value);
    }

    private static String fixed(Value value, int digits) {
        double number = Numbers.real(value);
        return Double.isFinite(number)
                ? new BigDecimal(number)
                        .setScale(digits, RoundingMode.HALF_EVEN)
                        .toPlainString()
                : PythonText.real(number);
    }

    private String scientific(Value value) {
        int digits = precision < 0 ? 6 : precision;
        return String.format(Locale.ROOT, "%." + digits + "e", Numbers.real(value));
    }

    private String general(Value value) {
        double number = Numbers.real(value);
        if (!Double.isFinite(number) || number == 0) {
            return number == 0 ? "0" : PythonText.real(number);
        }
        int digits = precision < 0 ? 6 : Math.max(1, precision);
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal shortest = rounded.stripTrailingZeros();
        if (exponent >= -4 && exponent < digits) {
            return shortest.toPlainString();
        }
        return PythonText.real(shortest.movePointLeft(exponent).doubleValue()).replaceFirst("\\.0$", "")
                + (exponent < 0 ? "e-" : "e+")
                + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    }

    private String grouped(String digits) {
        if (!comma) {
            return digits;
        }
        int point = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
        StringBuilder out = new StringBuilder(digits);
        int first = digits.startsWith("-") ? 1 : 0;
        for (int i = point - 3; i > first; i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    private String padded(String signed, String body, String natural) {
        int missing = width - CodePoints.length(body) - signed.length();
        if (missing <= 0) {
            return signed + body;
        }
        BoundedText out = new BoundedText();
        switch (align.isEmpty() ? natural : align) {
            case "<" -> out.append(signed).append(body).repeat(fill, missing);
            case "^" ->
                out.repeat(fill, missing / 2).append(signed).append(body).repeat(fill, missing - missing / 2);
            case "=" -> out.append(signed).repeat(fill, missing).append(body);
            default -> out.repeat(fill, missing).append(signed).append(body);
        }
        return out.toString();
    }
}
