package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Number literals to values. Long ones are split in halves, so that 30,000 digits take milliseconds. */
final class Numerals {

    private static final int CHUNK = 400;
    private static final int MAX_DIGITS = 30_000;

    private Numerals() {}

    static Expr literal(String text) {
        boolean decimal = text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        if (text.length() > MAX_DIGITS) {
            throw new ParseFailure("a number longer than " + MAX_DIGITS + " digits");
        }
        if (!decimal) {
            return new Expr.Int(integer(text));
        }
        if (text.length() > 2 * CHUNK) {
            throw new ParseFailure("a decimal longer than " + 2 * CHUNK + " digits");
        }
        if (!Lexer.isDigit(text.charAt(text.length() - 1))) {
            throw new ParseFailure("a number ends in a digit, found \"" + text + "\"");
        }
        return new Expr.Dec(new BigDecimal(text));
    }

    private static BigInteger integer(String digits) {
        if (digits.length() <= CHUNK) {
            return new BigInteger(digits);
        }
        int low = digits.length() / 2;
        BigInteger high = integer(digits.substring(0, digits.length() - low));
        return high.multiply(BigInteger.TEN.pow(low)).add(integer(digits.substring(digits.length() - low)));
    }
}
