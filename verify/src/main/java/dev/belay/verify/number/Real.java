package dev.belay.verify.number;

import java.math.BigInteger;

/**
 * A real ball: every value in [mid - 2^err, mid + 2^err] with mid = mantissa * 2^exponent. Immutable; arithmetic is in
 * {@link Reals}, which knows the working precision.
 *
 * @param mantissa midpoint mantissa
 * @param exponent midpoint exponent
 * @param err exponent of the radius, or {@link #EXACT}
 */
public record Real(BigInteger mantissa, int exponent, int err) {

    /** The {@code err} of a radius of zero. */
    public static final int EXACT = Integer.MIN_VALUE;

    public static final Real ZERO = new Real(BigInteger.ZERO, 0, EXACT);
    public static final Real ONE = of(1);

    public static Real of(long value) {
        return new Real(BigInteger.valueOf(value), 0, EXACT);
    }

    public boolean isExact() {
        return err == EXACT;
    }

    public boolean isExactZero() {
        return isExact() && mantissa.signum() == 0;
    }

    /** An upper bound of the magnitude: |x| is at most 2^magnitude. MIN_VALUE for an exact zero. */
    public int magnitude() {
        if (mantissa.signum() == 0) {
            return err;
        }
        int mid = mantissa.bitLength() + exponent;
        return isExact() ? mid : Math.max(mid, err) + 1;
    }

    /** Whether the ball excludes zero. */
    public boolean isNonZero() {
        return mantissa.signum() != 0 && (isExact() || mantissa.bitLength() - 1 + exponent > err);
    }

    /** A lower bound: |x| is at least 2^floor. Only for balls that exclude zero. */
    public int floor() {
        return mantissa.bitLength() - 2 + exponent;
    }

    /**
     * The proved sign: -1, 0 for an exact zero, 1.
     *
     * @throws Unevaluable when the ball contains zero and more
     */
    public int sign() {
        if (isExactZero()) {
            return 0;
        }
        if (!isNonZero()) {
            throw new Unevaluable(Unevaluable.Cause.PRECISION);
        }
        return mantissa.signum();
    }

    public Real negate() {
        return new Real(mantissa.negate(), exponent, err);
    }

    public Real abs() {
        return mantissa.signum() < 0 ? negate() : this;
    }

    /** This times 2^shift. */
    public Real scale(int shift) {
        return new Real(mantissa, exponent + shift, isExact() ? EXACT : err + shift);
    }

    public double toDouble() {
        int shift = Math.max(0, mantissa.bitLength() - 62);
        return Math.scalb(mantissa.shiftRight(shift).doubleValue(), exponent + shift);
    }
}
