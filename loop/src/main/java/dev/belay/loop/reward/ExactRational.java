package dev.belay.loop.reward;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fraction in lowest terms.
 *
 * @param numerator carries the sign
 * @param denominator positive
 */
record ExactRational(BigInteger numerator, BigInteger denominator) {
    /** Longer numbers are not read: nothing in reach has them, and a looping model writes them. */
    private static final int LONGEST = 200;

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");
    private static final Pattern QUOTIENT = Pattern.compile("([+-]?\\d+)/(\\d+)");
    private static final Pattern FRACTION = Pattern.compile("([+-]?)\\\\[dt]?frac\\{([+-]?\\d+)\\}\\{(\\d+)\\}");

    /** Reads an integer, a decimal, {@code a/b} or {@code \frac{a}{b}}; dollar signs and spaces aside. Null otherwise. */
    static @Nullable ExactRational read(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String t = text.replace("$", "").replaceAll("\\s+", "").replaceAll("(?<=\\d),(?=\\d{3}(\\D|$))", "");
        if (DECIMAL.matcher(t).matches()) {
            BigDecimal d = new BigDecimal(t.endsWith(".") ? t.substring(0, t.length() - 1) : t);
            return d.scale() <= 0
                    ? of(d.toBigIntegerExact(), BigInteger.ONE)
                    : of(d.unscaledValue(), BigInteger.TEN.pow(d.scale()));
        }
        Matcher q = QUOTIENT.matcher(t);
        if (q.matches()) {
            return of(new BigInteger(q.group(1)), new BigInteger(q.group(2)));
        }
        Matcher f = FRACTION.matcher(t);
        if (f.matches()) {
            BigInteger n = new BigInteger(f.group(2));
            return of(f.group(1).equals("-") ? n.negate() : n, new BigInteger(f.group(3)));
        }
        return null;
    }

    private static @Nullable ExactRational of(BigInteger n, BigInteger d) {
        if (d.signum() == 0) {
            return null;
        }
        BigInteger g = n.gcd(d);
        return new ExactRational(n.divide(g), d.divide(g));
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE) ? numerator.toString() : numerator + "/" + denominator;
    }
}
