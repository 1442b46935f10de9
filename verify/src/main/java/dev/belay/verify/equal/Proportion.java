package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Complex;
import dev.belay.verify.number.Complexes;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Unevaluable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether two expressions are the same up to a nonzero constant factor. */
final class Proportion {

    private static final int BITS = 160;

    private final Budget budget;

    Proportion(Budget budget) {
        this.budget = budget;
    }

    /** @param positive whether the factor has to be positive, as for inequalities */
    Outcome compare(Expr g, Expr a, boolean positive) {
        Outcome canonical = canonically(g, a, positive);
        return canonical != null ? canonical : numerically(g, a, positive);
    }

    private @Nullable Outcome canonically(Expr g, Expr a, boolean positive) {
        Canonical canonical = new Canonical(budget);
        try {
            Fraction gf = canonical.of(g);
            Fraction af = canonical.of(a);
            if (gf.num().isZero() || af.num().isZero()) {
                return gf.num().isZero() && af.num().isZero() ? Outcome.SAME : Outcome.DIFFERENT;
            }
            if (positive && !(gf.den().isConstant() && af.den().isConstant())) {
                return null;
            }
            Map.Entry<Monomial, Rational> lead =
                    gf.num().terms.entrySet().iterator().next();
            Rational other = af.num().terms.get(lead.getKey());
            if (other == null) {
                return null;
            }
            Rational factor = new Rationals(budget).div(other, lead.getValue());
            Polynomial scaled = canonical.times(gf.num(), Polynomial.constant(factor));
            boolean same = canonical.minus(scaled, af.num()).isZero();
            int sign = factor.signum()
                    * gf.den().constant().signum()
                    * af.den().constant().signum();
            if (same && (!positive || sign > 0)) {
                return Outcome.SAME;
            }
            return same ? Outcome.DIFFERENT : null;
        } catch (Unevaluable noForm) {
            return null;
        }
    }

    private Outcome numerically(Expr g, Expr a, boolean positive) {
        Complex first = null;
        int agreed = 0;
        for (int i = 0; i < Point.COUNT; i++) {
            Evaluator evaluator = new Evaluator(BITS, budget, new Point(i));
            Complexes c = evaluator.arithmetic();
            Complex ratio;
            try {
                ratio = c.div(evaluator.value(g), evaluator.value(a));
            } catch (Unevaluable none) {
                if (none.reason() == Unevaluable.Cause.DOMAIN || none.reason() == Unevaluable.Cause.PRECISION) {
                    continue;
                }
                throw none;
            }
            if (positive && (!ratio.isReal() || ratio.re().sign() <= 0)) {
                return Outcome.DIFFERENT;
            }
            if (first == null) {
                first = ratio;
            } else if (c.sub(ratio, first).isNonZero()) {
                return Outcome.DIFFERENT;
            } else {
                agreed++;
            }
        }
        return agreed >= 2 ? Outcome.NUMERIC : Outcome.BUDGET;
    }
}
