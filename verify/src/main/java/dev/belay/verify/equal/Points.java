package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Complex;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.number.Unevaluable.Cause;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Expressions with variables, compared at fixed points. A certain difference at a point where both sides are real is a
 * proof; agreement at all points is equality up to the measure-zero chance of a coincidence.
 */
final class Points {

    private static final int BITS = 160;

    private final Policy policy;
    private final Budget budget;

    private int equalReal;
    private int equalComplex;
    private int differentComplex;
    private int mismatched;
    private int spent;

    Points(Policy policy, Budget budget) {
        this.policy = policy;
        this.budget = budget;
    }

    Outcome compare(Expr g, Expr a) {
        boolean imaginary = hasImaginary(g) || hasImaginary(a);
        boolean integers = isDiscrete(g) || isDiscrete(a);
        for (int i = 0; i < Point.COUNT; i++) {
            Evaluator evaluator = new Evaluator(BITS, budget, new Point(i, integers));
            Complex gv = value(evaluator, g);
            Complex av = value(evaluator, a);
            if (gv == null || av == null) {
                mismatched += gv == null ^ av == null ? 1 : 0;
                continue;
            }
            if (differsAt(evaluator, gv, av, imaginary)) {
                return Outcome.DIFFERENT;
            }
        }
        return summary();
    }

    private boolean differsAt(Evaluator evaluator, Complex gv, Complex av, boolean imaginary) {
        Complex gap = evaluator.arithmetic().sub(gv, av);
        boolean equal = !gap.isNonZero() && Scalars.settled(gap, gv, av);
        boolean different = gap.isNonZero();
        boolean real = gv.isReal() && av.isReal();
        if (equal) {
            equalReal += real ? 1 : 0;
            equalComplex += real ? 0 : 1;
        } else if (!different) {
            spent++;
        } else if (real || imaginary) {
            return true;
        } else if (gv.isReal() != av.isReal()) {
            mismatched++;
        } else {
            differentComplex++;
        }
        return false;
    }

    private Outcome summary() {
        int equal = equalReal + equalComplex;
        if (equal == 0) {
            return differentComplex > 0 && mismatched == 0 && spent == 0
                    ? Outcome.DIFFERENT
                    : mismatched > 0 ? Outcome.DOMAIN : Outcome.BUDGET;
        }
        if (mismatched > 0 && !policy.allows(Leniency.DOMAIN_IGNORED)) {
            return Outcome.DOMAIN;
        }
        return equalReal > 0 || differentComplex == 0 ? Outcome.NUMERIC : Outcome.DOMAIN;
    }

    private @Nullable Complex value(Evaluator evaluator, Expr e) {
        try {
            return evaluator.value(e);
        } catch (Unevaluable none) {
            if (none.reason() == Cause.DOMAIN) {
                return null;
            }
            if (none.reason() == Cause.PRECISION) {
                spent++;
                return null;
            }
            throw none;
        }
    }

    /** Whether a tree has a meaning for integers only. */
    private static boolean isDiscrete(Expr e) {
        return e.any(Points::countsIntegers);
    }

    private static boolean countsIntegers(Expr e) {
        return switch (e) {
            case Expr.Call(Fn fn, var args) ->
                switch (fn) {
                    case FACTORIAL, DOUBLE_FACTORIAL, BINOMIAL, PERMUTATIONS, GCD, LCM, MOD -> true;
                    default -> false;
                };
            case Expr.Bound b -> true;
            default -> false;
        };
    }

    static boolean hasImaginary(Expr e) {
        return e.any(part -> part instanceof Expr.Const(var which) && which == Expr.Constant.I);
    }
}
