package dev.belay.verify.number;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Arithmetic on {@link Rational}s, each operation paid for before it is done. Sums and products are kept in lowest terms
 * by common divisors of their small parts (Knuth, The Art of Computer Programming, volume 2, section 4.5.1): the divisor
 * of two results of full length would cost far more than the results.
 */
public final class Rationals {

    private static final int MAX_SCALE = 20_000;

    private final Budget budget;

    public Rationals(Budget budget) {
        this.budget = budget;
    }

    /** The value of a decimal; of scales beyond 20,000 it is refused as too large. */
    public Rational of(BigDecimal value) {
        if (Math.abs((long) value.scale()) > MAX_SCALE) {
            throw new Unevaluable(Unevaluable.Cause.BUDGET);
        }
        BigInteger power = pow(BigInteger.TEN, Math.abs(value.scale()));
        return value.scale() > 0 ? of(value.unscaledValue(), power) : Rational.of(times(value.unscaledValue(), power));
    }

    /** num/den in lowest terms; a zero denominator is outside the domain. */
    public Rational of(BigInteger num, BigInteger den) {
        if (den.signum() == 0) {
            throw new Unevaluable(Unevaluable.Cause.DOMAIN);
        }
        BigInteger g = gcd(num, den);
        BigInteger signed = den.signum() < 0 ? g.negate() : g;
        return new Rational(over(num, signed), over(den, signed));
    }

    public Rational add(Rational a, Rational b) {
        BigInteger g = gcd(a.den(), b.den());
        BigInteger rest = over(a.den(), g);
        BigInteger sum = plus(times(a.num(), over(b.den(), g)), times(b.num(), rest));
        BigInteger common = g.equals(BigInteger.ONE) ? g : gcd(sum, g);
        return new Rational(over(sum, common), times(rest, over(b.den(), common)));
    }

    public Rational sub(Rational a, Rational b) {
        return add(a, b.negate());
    }

    public Rational mul(Rational a, Rational b) {
        BigInteger g = gcd(a.num(), b.den());
        BigInteger h = gcd(b.num(), a.den());
        return new Rational(times(over(a.num(), g), over(b.num(), h)), times(over(a.den(), h), over(b.den(), g)));
    }

    /** a/b; a zero divisor is outside the domain. */
    public Rational div(Rational a, Rational b) {
        return mul(a, b.inverse());
    }

    public Rational pow(Rational base, int exponent) {
        if (exponent < 0) {
            return pow(base.inverse(), Math.negateExact(exponent));
        }
        return new Rational(pow(base.num(), exponent), pow(base.den(), exponent));
    }

    /** The largest integer that is not above a value. */
    public BigInteger floor(Rational a) {
        if (a.isInteger()) {
            return a.num();
        }
        budget.spendQuotient(a.num().bitLength(), a.den().bitLength());
        BigInteger[] parts = a.num().divideAndRemainder(a.den());
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** As {@link Comparable#compareTo}. */
    public int compare(Rational a, Rational b) {
        int bySign = Integer.compare(a.signum(), b.signum());
        return bySign != 0 ? bySign : times(a.num(), b.den()).compareTo(times(b.num(), a.den()));
    }

    /** The sign of |a - b| - limit. Nothing is reduced to lowest terms on the way. */
    public int compareGap(Rational a, Rational b, Rational limit) {
        BigInteger gap = times(gapOver(a, b), limit.den());
        return gap.compareTo(times(times(limit.num(), a.den()), b.den()));
    }

    /** Whether |a - b| is at most tolerance · |a|. Nothing is reduced to lowest terms on the way. */
    public boolean isNear(Rational a, Rational b, Rational tolerance) {
        BigInteger gap = times(gapOver(a, b), tolerance.den());
        return gap.compareTo(times(times(tolerance.num(), a.num().abs()), b.den())) <= 0;
    }

    /** |a - b| times both denominators. */
    private BigInteger gapOver(Rational a, Rational b) {
        return plus(times(a.num(), b.den()), times(b.num().negate(), a.den())).abs();
    }

    /** The non-negative greatest common divisor of two integers. */
    public BigInteger gcd(BigInteger a, BigInteger b) {
        if (a.equals(BigInteger.ONE) || b.equals(BigInteger.ONE)) {
            return BigInteger.ONE;
        }
        boolean small = a.bitLength() < Long.SIZE || b.bitLength() < Long.SIZE;
        if (small || a.signum() == 0 || b.signum() == 0) {
            budget.spendGcd(a.bitLength(), b.bitLength());
            return a.gcd(b);
        }
        // Often one divides the other (n!/m!), and to see that costs far less than the divisor.
        boolean swap = a.bitLength() < b.bitLength();
        BigInteger divisor = (swap ? a : b).abs();
        budget.spendQuotient(Math.max(a.bitLength(), b.bitLength()), divisor.bitLength());
        BigInteger rest = (swap ? b : a).mod(divisor);
        if (rest.signum() == 0) {
            return divisor;
        }
        budget.spendGcd(divisor.bitLength(), rest.bitLength());
        return divisor.gcd(rest);
    }

    /** A product of integers. */
    public BigInteger times(BigInteger a, BigInteger b) {
        if (b.equals(BigInteger.ONE)) {
            return a;
        }
        budget.spendProduct(a.bitLength(), b.bitLength());
        return a.multiply(b);
    }

    /** The quotient of an integer by one of its divisors. */
    public BigInteger over(BigInteger a, BigInteger divisor) {
        if (divisor.equals(BigInteger.ONE)) {
            return a;
        }
        budget.spendQuotient(a.bitLength(), divisor.bitLength());
        return a.divide(divisor);
    }

    private BigInteger plus(BigInteger a, BigInteger b) {
        budget.spend(4 + (Math.max(a.bitLength(), b.bitLength()) >> 8));
        return a.add(b);
    }

    /** A power by squaring: the last square is half of the work. */
    private BigInteger pow(BigInteger base, int exponent) {
        if (exponent == 1 || base.bitLength() <= 1) {
            return base.pow(exponent);
        }
        long size = (long) base.bitLength() * exponent;
        if (size > Integer.MAX_VALUE) {
            throw new Unevaluable(Unevaluable.Cause.BUDGET);
        }
        budget.spendProduct(size, size / 2);
        return base.pow(exponent);
    }
}
