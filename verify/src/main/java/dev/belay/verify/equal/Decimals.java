package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Complex;
import dev.belay.verify.number.Complexes;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Real;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a decimal stands for a value: the value lies within half a unit of the decimal's last digit. */
final class Decimals {

    private static final int NOISY_DIGITS = 15;
    private static final int MAX_SCALE = 400;

    private final Policy policy;
    private final Rationals rationals;

    Decimals(Policy policy, Budget budget) {
        this.policy = policy;
        this.rationals = new Rationals(budget);
    }

    /** The decimal that a tree spells (0.25, -1.5, 2.3 * 10^-3), or null. */
    static @Nullable BigDecimal of(Expr e) {
        return switch (e) {
            case Expr.Dec(BigDecimal v) -> Math.abs(v.scale()) > MAX_SCALE ? null : v;
            case Expr.Neg(Expr of) -> {
                BigDecimal v = of(of);
                yield v == null ? null : v.negate();
            }
            case Expr.Percent(Expr of) -> {
                BigDecimal v = of(of);
                yield v == null ? null : v.movePointLeft(2);
            }
            case Expr.Mul(List<Expr> f)
            when f.size() == 2 && f.getFirst() instanceof Expr.Dec(BigDecimal v) -> {
                Integer power = powerOfTen(f.get(1));
                yield power == null ? null : v.scaleByPowerOfTen(power);
            }
            default -> null;
        };
    }

    private static @Nullable Integer powerOfTen(Expr e) {
        if (!(e instanceof Expr.Pow(Expr.Int base, Expr exponent))
                || base.value().intValue() != 10) {
            return null;
        }
        boolean minus = exponent instanceof Expr.Neg;
        Expr digits = exponent instanceof Expr.Neg(Expr of) ? of : exponent;
        if (!(digits instanceof Expr.Int n) || n.value().bitLength() > 8) {
            return null;
        }
        return minus ? -n.value().intValue() : n.value().intValue();
    }

    /** Whether two exact values, at least one spelled as a decimal, agree at the shorter decimal's digits. */
    boolean agree(Rational g, @Nullable BigDecimal gd, Rational a, @Nullable BigDecimal ad) {
        if (near(g, a)) {
            return true;
        }
        boolean answerShorter = ad != null && (gd == null || ad.scale() <= gd.scale());
        BigDecimal d = answerShorter ? ad : gd;
        if (d == null) {
            return false;
        }
        Rational decimal = answerShorter ? a : g;
        Rational value = answerShorter ? g : a;
        BigDecimal longer = answerShorter ? gd : ad;
        Rational noise = noise(longer == null ? d : longer, longer == null ? -3 : d.scale());
        return rationals.compareGap(value, decimal, rounding(d)) <= 0
                || (rationals.compare(value.abs(), decimal.abs()) > 0
                        && rationals.compareGap(value, decimal, cut(d)) < 0)
                || rationals.compareGap(value, decimal, noise) <= 0;
    }

    private boolean near(Rational g, Rational a) {
        return policy.relativeTolerance() != 0 && rationals.isNear(g, a, tolerance());
    }

    /** Whether a decimal stands for a certified value. */
    boolean agree(Complexes c, BigDecimal d, Complex value, boolean decimalIsGold) {
        if (!value.isReal()) {
            return false;
        }
        Real decimal = c.reals().of(rationals.of(d));
        Real gap = c.reals().sub(value.re(), decimal).abs();
        boolean beyond = beyond(c, value.re().abs(), decimal.abs());
        Rational allowance = beyond && !cut(d).isZero() ? cut(d) : rounding(d);
        allowance = rationals.compare(allowance, noise(d, -3)) < 0 ? noise(d, -3) : allowance;
        Real limit = c.reals().of(allowance);
        if (policy.relativeTolerance() > 0) {
            Real gold = decimalIsGold ? decimal : value.re();
            Real near = c.reals().mul(gold.abs(), c.reals().of(tolerance()));
            if (c.reals().sub(near, limit).sign() > 0) {
                limit = near;
            }
        }
        try {
            return c.reals().sub(limit, gap).sign() >= 0;
        } catch (Unevaluable onTheBorder) {
            return false;
        }
    }

    private static boolean beyond(Complexes c, Real value, Real decimal) {
        Real gap = c.reals().sub(value, decimal);
        return gap.isNonZero() && gap.mantissa().signum() > 0;
    }

    private boolean stands(BigDecimal d) {
        int digits = d.signum() == 0 ? Math.max(1, d.scale()) : d.precision();
        return policy.significantDigits() > 0 && digits >= policy.significantDigits() && d.scale() > 0;
    }

    /** The policy's relative tolerance. */
    Rational tolerance() {
        return rationals.of(BigDecimal.valueOf(policy.relativeTolerance()));
    }

    private Rational unit(BigDecimal d) {
        return rationals.of(BigDecimal.ONE.movePointLeft(d.scale()));
    }

    /** Half a unit of the last digit: what rounds to d. */
    private Rational rounding(BigDecimal d) {
        return stands(d) ? rationals.div(unit(d), Rational.of(2)) : Rational.ZERO;
    }

    /** A unit of the last digit, exclusive and away from zero: what is cut off to d. */
    private Rational cut(BigDecimal d) {
        return stands(d) && policy.allows(Leniency.TRUNCATED_DECIMALS) ? unit(d) : Rational.ZERO;
    }

    /** Eight units of a long decimal's last digit, against a value that is exact or much shorter. */
    private Rational noise(BigDecimal d, int otherScale) {
        boolean long15 = d.precision() >= NOISY_DIGITS && d.scale() > 0 && policy.significantDigits() > 0;
        boolean apart = d.scale() >= otherScale + 3;
        return long15 && apart && policy.allows(Leniency.TRUNCATED_DECIMALS)
                ? rationals.mul(unit(d), Rational.of(8))
                : Rational.ZERO;
    }
}
