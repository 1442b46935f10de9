package dev.belay.verify.number;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact fraction in lowest terms.
 *
 * @param num numerator, carries the sign
 * @param den denominator, positive
 */
public record Rational(BigInteger num, BigInteger den) implements Comparable<Rational> {

    public static final Rational ZERO = of(0);
    public static final Rational ONE = of(1);
    public static final Rational MINUS_ONE = of(-1);
    private static final int MAX_SCALE = 20_000;

    public static Rational of(long value) {
        return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
    }

    public static Rational of(BigInteger value) {
        return new Rational(value, BigInteger.ONE);
    }

    /** num/den in lowest terms; a zero denominator is outside the domain. */
    public static Rational of(BigInteger num, BigInteger den) {
        if (den.signum() == 0) {
            throw new Unevaluable(Unevaluable.Cause.DOMAIN);
        }
        if (den.equals(BigInteger.ONE)) {
            return new Rational(num, den);
        }
        BigInteger g = num.gcd(den);
        if (den.signum() < 0) {
            g = g.negate();
        }
        return g.equals(BigInteger.ONE) ? new Rational(num, den) : new Rational(num.divide(g), den.divide(g));
    }

    public static Rational of(BigDecimal value) {
        if (value.scale() <= 0) {
            if (value.scale() < -MAX_SCALE) {
                throw new Unevaluable(Unevaluable.Cause.BUDGET);
            }
            return of(value.toBigIntegerExact());
        }
        if (value.scale() > MAX_SCALE) {
            throw new Unevaluable(Unevaluable.Cause.BUDGET);
        }
        return of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    public Rational plus(Rational o) {
        if (isInteger() && o.isInteger()) {
            return new Rational(num.add(o.num), BigInteger.ONE);
        }
        return of(num.multiply(o.den).add(o.num.multiply(den)), den.multiply(o.den));
    }

    public Rational minus(Rational o) {
        return plus(o.negate());
    }

    public Rational times(Rational o) {
        if (isInteger() && o.isInteger()) {
            return new Rational(num.multiply(o.num), BigInteger.ONE);
        }
        return of(num.multiply(o.num), den.multiply(o.den));
    }

    public Rational dividedBy(Rational o) {
        return of(num.multiply(o.den), den.multiply(o.num));
    }

    public Rational negate() {
        return new Rational(num.negate(), den);
    }

    public Rational abs() {
        return num.signum() < 0 ? negate() : this;
    }

    public Rational inverse() {
        return of(den, num);
    }

    /** This to an integer power; the caller has bounded the size. */
    public Rational pow(int exponent) {
        if (exponent < 0) {
            return inverse().pow(-exponent);
        }
        return new Rational(num.pow(exponent), den.pow(exponent));
    }

    public BigInteger floor() {
        BigInteger[] parts = num.divideAndRemainder(den);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    public boolean isInteger() {
        return den.equals(BigInteger.ONE);
    }

    public boolean isZero() {
        return num.signum() == 0;
    }

    public int signum() {
        return num.signum();
    }

    /** Bits of numerator and denominator together. */
    public int bits() {
        return num.bitLength() + den.bitLength();
    }

    @Override
    public int compareTo(Rational o) {
        int bySign = Integer.compare(signum(), o.signum());
        return bySign != 0 ? bySign : num.multiply(o.den).compareTo(o.num.multiply(den));
    }

    /**
     * The sign of |this - other| - limit. Nothing is reduced to lowest terms on the way: of fractions with thousands of
     * digits that takes far longer than the products.
     */
    public int compareGap(Rational other, Rational limit) {
        BigInteger gap = gapOver(other).multiply(limit.den);
        return gap.compareTo(limit.num.multiply(den).multiply(other.den));
    }

    /** Whether |this - other| is at most tolerance · |this|, without reducing anything, as {@link #compareGap}. */
    public boolean isNear(Rational other, Rational tolerance) {
        BigInteger gap = gapOver(other).multiply(tolerance.den);
        return gap.compareTo(tolerance.num.multiply(num.abs()).multiply(other.den)) <= 0;
    }

    /** |this - other| times both denominators. */
    private BigInteger gapOver(Rational other) {
        return num.multiply(other.den).subtract(other.num.multiply(den)).abs();
    }

    @Override
    public String toString() {
        return isInteger() ? num.toString() : num + "/" + den;
    }
}
