package dev.belay.verify.number;

import java.math.BigInteger;

/**
 * Field operations and square roots on {@link Real} balls at one working precision. Every result contains every possible
 * result; radii are rounded up to powers of two.
 */
public final class Reals {

    /** Largest exponent of any value; larger magnitudes are refused. */
    private static final int MAX_EXPONENT = 1 << 24;

    private final int bits;
    private final Budget budget;
    private final Roots roots;

    public Reals(int bits, Budget budget) {
        this.bits = bits;
        this.budget = budget;
        this.roots = new Roots(budget);
    }

    public int bits() {
        return bits;
    }

    Roots roots() {
        return roots;
    }

    public Budget budget() {
        return budget;
    }

    /** Rounds the midpoint to the working precision and widens the radius by what was cut. */
    Real round(BigInteger m, int e, int err) {
        int extra = m.bitLength() - bits;
        if (Math.abs((long) e + m.bitLength()) > MAX_EXPONENT && m.signum() != 0) {
            throw new Unevaluable(Unevaluable.Cause.BUDGET);
        }
        if (extra <= 0) {
            return new Real(m, e, err);
        }
        BigInteger cut = m.shiftRight(extra);
        boolean lossless = cut.shiftLeft(extra).equals(m);
        return new Real(cut, e + extra, lossless ? err : wider(err, e + extra));
    }

    static int wider(int a, int b) {
        if (a == Real.EXACT) {
            return b;
        }
        return b == Real.EXACT ? a : Math.max(a, b) + 1;
    }

    public Real of(Rational q) {
        if (q.isInteger()) {
            budget.spend(4 + (q.bits() >> 8));
            return round(q.num(), 0, Real.EXACT);
        }
        return quotient(q.num(), 0, q.den(), 0, Real.EXACT);
    }

    public Real add(Real a, Real b) {
        if (a.isExactZero()) {
            return b;
        }
        if (b.isExactZero()) {
            return a;
        }
        int err = wider(a.err(), b.err());
        // A term far below the other one's precision becomes part of the radius.
        long gap = (long) a.exponent() - b.exponent();
        if (Math.abs(gap) > 4L * bits + a.mantissa().bitLength() + b.mantissa().bitLength()) {
            Real big = gap > 0 ? a : b;
            Real small = gap > 0 ? b : a;
            if (big.mantissa().signum() != 0 && small.magnitude() < big.exponent() - bits) {
                return round(big.mantissa(), big.exponent(), wider(err, small.magnitude()));
            }
            if (Math.abs(gap) > MAX_EXPONENT) {
                throw new Unevaluable(Unevaluable.Cause.BUDGET);
            }
        }
        budget.spend(3 + ((bits + Math.abs(gap)) >> 6));
        int e = Math.min(a.exponent(), b.exponent());
        BigInteger sum =
                a.mantissa().shiftLeft(a.exponent() - e).add(b.mantissa().shiftLeft(b.exponent() - e));
        return round(sum, e, err);
    }

    public Real sub(Real a, Real b) {
        return add(a, b.negate());
    }

    public Real mul(Real a, Real b) {
        if (a.isExactZero() || b.isExactZero()) {
            return Real.ZERO;
        }
        budget.spendProduct(a.mantissa().bitLength(), b.mantissa().bitLength());
        int err = Real.EXACT;
        if (!a.isExact()) {
            err = wider(err, a.err() + b.magnitude());
        }
        if (!b.isExact()) {
            err = wider(err, b.err() + a.magnitude());
        }
        return round(a.mantissa().multiply(b.mantissa()), a.exponent() + b.exponent(), err);
    }

    public Real div(Real a, Real b) {
        if (b.isExactZero()) {
            throw new Unevaluable(Unevaluable.Cause.DOMAIN);
        }
        if (!b.isNonZero()) {
            throw new Unevaluable(Unevaluable.Cause.PRECISION);
        }
        if (a.isExactZero()) {
            return Real.ZERO;
        }
        int low = b.floor();
        int err = Real.EXACT;
        if (!a.isExact()) {
            err = wider(err, a.err() - low);
        }
        if (!b.isExact()) {
            err = wider(err, a.magnitude() + b.err() - 2 * low);
        }
        return quotient(a.mantissa(), a.exponent(), b.mantissa(), b.exponent(), err);
    }

    private Real quotient(BigInteger a, int ea, BigInteger b, int eb, int err) {
        int shift = Math.max(0, bits + 2 + b.bitLength() - a.bitLength());
        budget.spendQuotient((long) a.bitLength() + shift, b.bitLength());
        BigInteger[] parts = a.shiftLeft(shift).divideAndRemainder(b);
        int e = ea - eb - shift;
        return round(parts[0], e, parts[1].signum() == 0 ? err : wider(err, e));
    }

    /** The square root of a ball that is proved non-negative. */
    public Real sqrt(Real a) {
        if (a.isExactZero()) {
            return Real.ZERO;
        }
        if (a.sign() < 0) {
            throw new Unevaluable(Unevaluable.Cause.DOMAIN);
        }
        int shift = Math.max(0, 2 * bits + 2 - a.mantissa().bitLength());
        shift += (a.exponent() - shift) & 1;
        BigInteger square = a.mantissa().shiftLeft(shift);
        BigInteger root = roots.floorSqrt(square);
        budget.spendProduct(root.bitLength(), root.bitLength());
        int e = (a.exponent() - shift) / 2;
        int err = a.isExact() ? Real.EXACT : a.err() - Math.floorDiv(a.floor(), 2);
        return round(root, e, root.multiply(root).equals(square) ? err : wider(err, e));
    }

    /** A ball to an integer power. */
    public Real pow(Real base, int exponent) {
        if (exponent < 0) {
            return div(Real.ONE, pow(base, -exponent));
        }
        Real result = Real.ONE;
        Real square = base;
        for (int n = exponent; n > 0; n >>= 1) {
            if ((n & 1) == 1) {
                result = mul(result, square);
            }
            if (n > 1) {
                square = mul(square, square);
            }
        }
        return result;
    }

    /** The midpoint as an integer multiple of 2^-fraction, and in {@code err} the radius in the same unit, rounded up. */
    BigInteger fixed(Real a, int fraction) {
        int shift = a.exponent() + fraction;
        return shift >= 0 ? a.mantissa().shiftLeft(shift) : a.mantissa().shiftRight(-shift);
    }

    /** A fixed-point value with an error of at most 2^slack units in the last place, and an inherited radius. */
    Real fromFixed(BigInteger value, int fraction, int slack, int err) {
        return round(value, -fraction, wider(err, slack - fraction));
    }
}
