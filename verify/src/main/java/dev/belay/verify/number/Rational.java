package dev.belay.verify.number;

import java.math.BigInteger;

/**
 * An exact fraction in lowest terms. Arithmetic on it is in {@link Rationals}, which pays for it.
 *
 * @param num numerator, carries the sign
 * @param den denominator, positive
 */
public record Rational(BigInteger num, BigInteger den) {

    public static final Rational ZERO = of(0);
    public static final Rational ONE = of(1);
    public static final Rational MINUS_ONE = of(-1);

    public Rational {
        if (den.signum() <= 0) {
            throw new IllegalArgumentException("the denominator is positive, got " + den);
        }
    }

    public static Rational of(long value) {
        return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
    }

    public static Rational of(BigInteger value) {
        return new Rational(value, BigInteger.ONE);
    }

    /** num/den in lowest terms; the denominator is positive. */
    public static Rational of(long num, long den) {
        BigInteger n = BigInteger.valueOf(num);
        BigInteger d = BigInteger.valueOf(den);
        BigInteger g = n.gcd(d);
        return new Rational(n.divide(g), d.divide(g));
    }

    public Rational negate() {
        return new Rational(num.negate(), den);
    }

    public Rational abs() {
        return num.signum() < 0 ? negate() : this;
    }

    /** One over this; zero is outside the domain. */
    public Rational inverse() {
        return switch (num.signum()) {
            case 0 -> throw new Unevaluable(Unevaluable.Cause.DOMAIN);
            case 1 -> new Rational(den, num);
            default -> new Rational(den.negate(), num.negate());
        };
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
    public String toString() {
        return isInteger() ? num.toString() : num + "/" + den;
    }
}
