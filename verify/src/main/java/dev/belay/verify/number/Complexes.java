package dev.belay.verify.number;

import java.math.BigInteger;

/** Complex ball arithmetic with principal branches; odd roots of negative reals are real, as in school. */
public final class Complexes {

    private final Reals reals;
    private final Elementary elementary;

    public Complexes(int bits, Budget budget) {
        this.reals = new Reals(bits, budget);
        this.elementary = new Elementary(reals);
    }

    public Reals reals() {
        return reals;
    }

    public Elementary elementary() {
        return elementary;
    }

    public Complex of(Rational q) {
        return Complex.of(reals.of(q));
    }

    public Complex add(Complex a, Complex b) {
        return new Complex(reals.add(a.re(), b.re()), reals.add(a.im(), b.im()));
    }

    public Complex sub(Complex a, Complex b) {
        return add(a, b.negate());
    }

    public Complex mul(Complex a, Complex b) {
        if (a.isReal()) {
            return new Complex(reals.mul(a.re(), b.re()), reals.mul(a.re(), b.im()));
        }
        if (b.isReal()) {
            return mul(b, a);
        }
        return new Complex(
                reals.sub(reals.mul(a.re(), b.re()), reals.mul(a.im(), b.im())),
                reals.add(reals.mul(a.re(), b.im()), reals.mul(a.im(), b.re())));
    }

    public Complex div(Complex a, Complex b) {
        if (b.isReal()) {
            return new Complex(reals.div(a.re(), b.re()), reals.div(a.im(), b.re()));
        }
        Real norm = reals.add(reals.mul(b.re(), b.re()), reals.mul(b.im(), b.im()));
        Complex product = mul(a, new Complex(b.re(), b.im().negate()));
        return new Complex(reals.div(product.re(), norm), reals.div(product.im(), norm));
    }

    public Complex pow(Complex base, int exponent) {
        if (exponent < 0) {
            return div(Complex.ONE, pow(base, -exponent));
        }
        if (base.isReal()) {
            return Complex.of(reals.pow(base.re(), exponent));
        }
        Complex result = Complex.ONE;
        Complex square = base;
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

    public Complex exp(Complex z) {
        Real scale = elementary.exp(z.re());
        if (z.isReal()) {
            return Complex.of(scale);
        }
        return new Complex(reals.mul(scale, elementary.cos(z.im())), reals.mul(scale, elementary.sin(z.im())));
    }

    public Complex ln(Complex z) {
        if (z.isExactZero()) {
            throw new Unevaluable(Unevaluable.Cause.DOMAIN);
        }
        if (z.isReal() && z.re().sign() > 0) {
            return Complex.of(elementary.ln(z.re()));
        }
        Real norm = z.isReal() ? z.re().abs() : abs(z);
        return new Complex(elementary.ln(norm), arg(z));
    }

    public Real abs(Complex z) {
        if (z.isReal()) {
            z.re().sign();
            return z.re().abs();
        }
        if (z.re().isExactZero()) {
            z.im().sign();
            return z.im().abs();
        }
        return reals.sqrt(reals.add(reals.mul(z.re(), z.re()), reals.mul(z.im(), z.im())));
    }

    /** The argument in (-pi, pi]. */
    public Real arg(Complex z) {
        Real pi = elementary.pi();
        if (z.isReal()) {
            int sign = z.re().sign();
            if (sign == 0) {
                throw new Unevaluable(Unevaluable.Cause.DOMAIN);
            }
            return sign > 0 ? Real.ZERO : pi;
        }
        if (z.re().isNonZero() && z.re().mantissa().signum() > 0) {
            return elementary.atan(reals.div(z.im(), z.re()));
        }
        Real half = pi.scale(-1);
        Real quarterTurn = z.im().sign() > 0 ? half : half.negate();
        return reals.sub(quarterTurn, elementary.atan(reals.div(z.re(), z.im())));
    }

    public Complex sqrt(Complex z) {
        if (z.isReal()) {
            int sign = z.re().sign();
            return sign >= 0 ? Complex.of(reals.sqrt(z.re())) : new Complex(Real.ZERO, reals.sqrt(z.re().negate()));
        }
        return exp(mul(Complex.of(reals.of(Rational.of(1, 2))), ln(z)));
    }

    /** base^(p/q) in lowest terms with q &gt; 1. */
    public Complex pow(Complex base, Rational exponent) {
        BigInteger q = exponent.den();
        if (base.isExactZero()) {
            if (exponent.signum() <= 0) {
                throw new Unevaluable(Unevaluable.Cause.DOMAIN);
            }
            return Complex.ZERO;
        }
        if (q.equals(BigInteger.TWO) && exponent.num().bitLength() < 16) {
            return pow(sqrt(base), exponent.num().intValue());
        }
        if (base.isReal() && base.re().sign() < 0 && q.testBit(0)) {
            Complex root = exp(mul(of(exponent), ln(base.negate())));
            return exponent.num().testBit(0) ? root.negate() : root;
        }
        return exp(mul(of(exponent), ln(base)));
    }

    public Complex pow(Complex base, Complex exponent) {
        if (base.isExactZero()) {
            if (exponent.isReal() && exponent.re().sign() > 0) {
                return Complex.ZERO;
            }
            throw new Unevaluable(Unevaluable.Cause.DOMAIN);
        }
        return exp(mul(exponent, ln(base)));
    }

    public Complex sin(Complex z) {
        if (z.isReal()) {
            return Complex.of(elementary.sin(z.re()));
        }
        Complex e = exp(mul(Complex.I, z));
        Complex difference = sub(e, div(Complex.ONE, e));
        return div(difference, new Complex(Real.ZERO, Real.of(2)));
    }

    public Complex cos(Complex z) {
        if (z.isReal()) {
            return Complex.of(elementary.cos(z.re()));
        }
        Complex e = exp(mul(Complex.I, z));
        return half(add(e, div(Complex.ONE, e)));
    }

    public Complex sinh(Complex z) {
        Complex e = exp(z);
        return half(sub(e, div(Complex.ONE, e)));
    }

    public Complex cosh(Complex z) {
        Complex e = exp(z);
        return half(add(e, div(Complex.ONE, e)));
    }

    private static Complex half(Complex z) {
        return new Complex(z.re().scale(-1), z.im().scale(-1));
    }

    public Complex atan(Complex z) {
        if (z.isReal()) {
            return Complex.of(elementary.atan(z.re()));
        }
        Complex iz = mul(Complex.I, z);
        Complex difference = sub(ln(sub(Complex.ONE, iz)), ln(add(Complex.ONE, iz)));
        return half(mul(Complex.I, difference));
    }

    public Complex asin(Complex z) {
        Complex inner = sub(Complex.ONE, mul(z, z));
        if (z.isReal() && inner.re().isExactZero()) {
            Real half = elementary.pi().scale(-1);
            return Complex.of(z.re().sign() > 0 ? half : half.negate());
        }
        if (z.isReal() && inner.re().sign() > 0) {
            return Complex.of(elementary.atan(reals.div(z.re(), reals.sqrt(inner.re()))));
        }
        Complex log = ln(add(mul(Complex.I, z), sqrt(inner)));
        return new Complex(log.im(), log.re().negate());
    }

    public Complex acos(Complex z) {
        return sub(Complex.of(elementary.pi().scale(-1)), asin(z));
    }

    public Complex asinh(Complex z) {
        return ln(add(z, sqrt(add(mul(z, z), Complex.ONE))));
    }

    public Complex acosh(Complex z) {
        return ln(add(z, mul(sqrt(sub(z, Complex.ONE)), sqrt(add(z, Complex.ONE)))));
    }

    public Complex atanh(Complex z) {
        return half(ln(div(add(Complex.ONE, z), sub(Complex.ONE, z))));
    }
}
