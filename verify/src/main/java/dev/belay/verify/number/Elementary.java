package dev.belay.verify.number;

import java.math.BigInteger;

/**
 * exp, ln, sin, cos and atan on real balls, by argument reduction and Taylor series in fixed point. Each result carries
 * the series' rounding (counted in last places) and the input radius times a bound of the derivative.
 */
public final class Elementary {

    private static final int GUARD = 40;
    private static final int MAX_ARGUMENT_BITS = 1_000;

    private final Reals reals;
    private final int precision;
    private final Constants constants;

    public Elementary(Reals reals) {
        this.reals = reals;
        this.precision = reals.bits() + GUARD;
        this.constants = new Constants(reals.budget());
    }

    public Real pi() {
        int f = precision;
        reals.budget().spend(4);
        return reals.fromFixed(constants.pi(f), f, 1, Real.EXACT);
    }

    public Real exp(Real x) {
        if (x.isExactZero()) {
            return Real.ONE;
        }
        int size = x.magnitude();
        if (size > 23) {
            throw new Unevaluable(Unevaluable.Cause.BUDGET);
        }
        if (!x.isExact() && x.err() > -2) {
            throw new Unevaluable(Unevaluable.Cause.PRECISION);
        }
        int f = precision + Math.max(0, size);
        BigInteger fixed = reals.fixed(x, f);
        BigInteger ln2 = constants.ln2(f);
        reals.budget().spendQuotient(fixed.bitLength(), f);
        BigInteger k = fixed.divide(ln2);
        reals.budget().spendProduct(k.bitLength(), f);
        BigInteger t = fixed.subtract(k.multiply(ln2));
        int halvings = 8;
        BigInteger sum = series(t.shiftRight(halvings), f);
        for (int i = 0; i < halvings; i++) {
            charge(f);
            sum = sum.multiply(sum).shiftRight(f);
        }
        int power = k.intValueExact();
        // |e^x| * radius * 2 bounds the change over the ball, because the radius is below 1/4.
        int err = x.isExact() ? Real.EXACT : x.err() + 2;
        return reals.fromFixed(sum, f, 16 + Math.max(0, size), err).scale(power);
    }

    /** The natural logarithm of a ball proved positive. */
    public Real ln(Real x) {
        if (x.sign() <= 0) {
            throw new Unevaluable(Unevaluable.Cause.DOMAIN);
        }
        int shift = x.mantissa().bitLength() + x.exponent();
        int f = precision + 32;
        BigInteger y = reals.fixed(x.scale(-shift), f); // in [1/2, 1)
        BigInteger one = BigInteger.ONE.shiftLeft(f);
        int roots = 6;
        for (int i = 0; i < roots; i++) {
            y = reals.roots().floorSqrt(y.shiftLeft(f));
        }
        reals.budget().spendQuotient(2L * f, f);
        BigInteger z = y.subtract(one).shiftLeft(f).divide(y.add(one));
        BigInteger log = oddSeries(z, f, false).shiftLeft(1 + roots);
        log = log.add(constants.ln2(f).multiply(BigInteger.valueOf(shift)));
        int err = x.isExact() ? Real.EXACT : x.err() - x.floor();
        return reals.fromFixed(log, f, 32, err);
    }

    public Real sin(Real x) {
        return circular(x, 0);
    }

    public Real cos(Real x) {
        return circular(x, 1);
    }

    private Real circular(Real x, int quarter) {
        if (x.isExactZero()) {
            return quarter == 0 ? Real.ZERO : Real.ONE;
        }
        int size = Math.max(0, x.magnitude());
        if (size > MAX_ARGUMENT_BITS) {
            throw new Unevaluable(Unevaluable.Cause.BUDGET);
        }
        // A small sine keeps its relative precision.
        int f = precision + size + Math.min(precision, Math.max(0, -x.magnitude()));
        BigInteger fixed = reals.fixed(x, f);
        BigInteger half = constants.pi(f + size).shiftRight(size + 1);
        reals.budget().spendQuotient(fixed.bitLength(), f);
        BigInteger[] parts = fixed.add(half.shiftRight(1)).divideAndRemainder(half);
        BigInteger k = parts[0];
        if (parts[1].signum() < 0) {
            k = k.subtract(BigInteger.ONE);
        }
        reals.budget().spendProduct(k.bitLength(), f);
        BigInteger t = fixed.subtract(k.multiply(constants.pi(f + size)).shiftRight(size + 1));
        int turn = k.add(BigInteger.valueOf(quarter)).and(BigInteger.valueOf(3)).intValue();
        BigInteger value = (turn & 1) == 0 ? sine(t, f) : cosine(t, f);
        Real ball = reals.fromFixed(turn >= 2 ? value.negate() : value, f, 12, x.isExact() ? Real.EXACT : x.err());
        return ball;
    }

    private BigInteger sine(BigInteger t, int f) {
        return alternating(t, t, f, 1);
    }

    private BigInteger cosine(BigInteger t, int f) {
        return alternating(BigInteger.ONE.shiftLeft(f), t, f, 0);
    }

    /** first - first*t^2/((n+1)(n+2)) + ... */
    private BigInteger alternating(BigInteger first, BigInteger t, int f, int n) {
        BigInteger square = t.multiply(t).shiftRight(f);
        BigInteger term = first;
        BigInteger sum = first;
        for (int k = n + 1; term.signum() != 0; k += 2) {
            charge(f);
            term = term.multiply(square).shiftRight(f).divide(BigInteger.valueOf(-(long) k * (k + 1)));
            sum = sum.add(term);
        }
        return sum;
    }

    /** The inverse tangent, in (-pi/2, pi/2). */
    public Real atan(Real x) {
        if (x.isExactZero()) {
            return Real.ZERO;
        }
        if (x.isNonZero() && x.floor() > 1) {
            Real inverse = atan(reals.div(Real.ONE, x));
            Real half = pi().scale(-1);
            return reals.sub(x.mantissa().signum() > 0 ? half : half.negate(), inverse);
        }
        int f = precision + Math.min(precision, Math.max(0, -x.magnitude())) + 16;
        BigInteger one = BigInteger.ONE.shiftLeft(f);
        BigInteger t = reals.fixed(x, f);
        int halvings = 4;
        for (int i = 0; i < halvings; i++) {
            charge(f);
            BigInteger root = reals.roots().floorSqrt(one.shiftLeft(f).add(t.multiply(t)));
            reals.budget().spendQuotient(2L * f, f);
            t = t.shiftLeft(f).divide(one.add(root));
        }
        BigInteger sum = oddSeries(t, f, true).shiftLeft(halvings);
        return reals.fromFixed(sum, f, 12, x.err());
    }

    /** 1 + t + t^2/2! + ... in fixed point. */
    private BigInteger series(BigInteger t, int f) {
        BigInteger term = BigInteger.ONE.shiftLeft(f);
        BigInteger sum = term;
        for (int k = 1; term.signum() != 0 && k < 4_000; k++) {
            charge(f);
            term = term.multiply(t).shiftRight(f).divide(BigInteger.valueOf(k));
            sum = sum.add(term);
        }
        return sum;
    }

    /** z ± z^3/3 + z^5/5 ± ...: atanh, or atan when alternating. */
    private BigInteger oddSeries(BigInteger z, int f, boolean alternating) {
        BigInteger square = z.multiply(z).shiftRight(f);
        BigInteger power = z;
        BigInteger sum = z;
        for (int k = 3; power.signum() != 0 && power.bitLength() > 1; k += 2) {
            charge(f);
            power = power.multiply(square).shiftRight(f);
            BigInteger term = power.divide(BigInteger.valueOf(k));
            sum = alternating && (k & 2) != 0 ? sum.subtract(term) : sum.add(term);
        }
        return sum;
    }

    /** A step of a series: a product, a quotient by a small number, and sums. */
    private void charge(int f) {
        reals.budget().spendProduct(f, f);
        reals.budget().spendQuotient(f, 1);
        reals.budget().spend(12 + (f >> 8));
    }
}
