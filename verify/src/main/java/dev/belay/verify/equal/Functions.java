package dev.belay.verify.equal;

import dev.belay.verify.expr.Fn;
import dev.belay.verify.number.Complex;
import dev.belay.verify.number.Complexes;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Real;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.number.Unevaluable.Cause;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Elementary functions of one certified argument. */
final class Functions {

    private Functions() {}

    /** The value, or null for functions that are not elementary. */
    static @Nullable Complex apply(Complexes c, Fn fn, Complex z) {
        return switch (fn) {
            case SIN -> c.sin(z);
            case COS -> c.cos(z);
            case TAN -> c.div(c.sin(z), c.cos(z));
            case COT -> c.div(c.cos(z), c.sin(z));
            case SEC -> c.div(Complex.ONE, c.cos(z));
            case CSC -> c.div(Complex.ONE, c.sin(z));
            case ARCSIN -> c.asin(z);
            case ARCCOS -> c.acos(z);
            case ARCTAN -> c.atan(z);
            case ARCCOT -> c.sub(Complex.of(c.elementary().pi().scale(-1)), c.atan(z));
            case ARCSEC -> c.acos(c.div(Complex.ONE, z));
            case ARCCSC -> c.asin(c.div(Complex.ONE, z));
            case SINH -> c.sinh(z);
            case COSH -> c.cosh(z);
            case TANH -> c.div(c.sinh(z), c.cosh(z));
            case COTH -> c.div(c.cosh(z), c.sinh(z));
            case SECH -> c.div(Complex.ONE, c.cosh(z));
            case CSCH -> c.div(Complex.ONE, c.sinh(z));
            case ARSINH -> c.asinh(z);
            case ARCOSH -> c.acosh(z);
            case ARTANH -> c.atanh(z);
            case EXP -> c.exp(z);
            case LN -> c.ln(z);
            case ABS -> Complex.of(c.abs(z));
            case RE -> Complex.of(z.re());
            case IM -> Complex.of(z.im());
            case CONJUGATE -> new Complex(z.re(), z.im().negate());
            case ARG -> Complex.of(c.arg(z));
            case SIGN -> Complex.of(Real.of(z.re().sign()));
            default -> null;
        };
    }

    /** The integer part of a ball that does not straddle an integer. */
    static Rational floor(Complex z, boolean up) {
        if (!z.isReal()) {
            throw new Unevaluable(Cause.DOMAIN);
        }
        Real x = up ? z.re().negate() : z.re();
        if (x.exponent() > 4_096) {
            throw new Unevaluable(Cause.BUDGET);
        }
        BigInteger whole = shift(x.mantissa(), x.exponent());
        if (!x.isExact()) {
            if (x.err() > -2) {
                throw new Unevaluable(Cause.PRECISION);
            }
            BigInteger radius = BigInteger.ONE.shiftLeft(Math.max(0, x.err() - x.exponent()) + 1);
            BigInteger low = shift(x.mantissa().subtract(radius), x.exponent());
            BigInteger high = shift(x.mantissa().add(radius), x.exponent());
            if (!low.equals(high)) {
                throw new Unevaluable(Cause.PRECISION);
            }
        }
        return Rational.of(up ? whole.negate() : whole);
    }

    private static BigInteger shift(BigInteger m, int e) {
        return e >= 0 ? m.shiftLeft(e) : m.shiftRight(-e);
    }
}
