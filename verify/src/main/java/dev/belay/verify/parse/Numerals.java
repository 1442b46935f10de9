package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Number literals to values. Long ones are split in halves, so that 100,000 digits take milliseconds. */
final class Numerals {

    private static final int CHUNK = 400;

    private Numerals() {}

    static Expr literal(String text) {
        boolean decimal = text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        if (!decimal) {
            return new Expr.Int(integer(text));
        }
        if (text.length() > 2 * CHUNK) {
            throw new ParseFailure("a decimal longer than " + 2 * CHUNK + " digits");
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
