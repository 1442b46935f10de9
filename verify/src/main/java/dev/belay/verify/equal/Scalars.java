package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Complex;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Real;
import dev.belay.verify.number.Reals;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.number.Unevaluable.Cause;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Equality of numbers and expressions: exact, canonical, then certified numeric. */
final class Scalars {

    private static final int FIRST_BITS = 128;
    private static final int MAX_BITS = 8_192;
    private static final int SURE = 80;

    private final Policy policy;
    private final Budget budget;
    private final Decimals decimals;

    Scalars(Policy policy, Budget budget) {
        this.policy = policy;
        this.budget = budget;
        this.decimals = new Decimals(policy, budget);
    }

    Outcome compare(Expr g, Expr a) {
        if (g.equals(a)) {
            return Outcome.SAME;
        }
        Outcome exact = exactly(g, a);
        if (exact != null) {
            return exact;
        }
        Set<String> names = Substitution.variables(g);
        names.addAll(Substitution.variables(a));
        boolean constant = names.isEmpty();
        BigDecimal gd = constant ? Decimals.of(g) : null;
        BigDecimal ad = constant ? Decimals.of(a) : null;
        if (gd == null && ad == null) {
            Outcome canonical = canonically(g, a);
            if (canonical != null) {
                return canonical;
            }
        }
        return constant ? constants(g, gd, a, ad) : new Points(policy, budget).compare(g, a);
    }

    private @Nullable Outcome exactly(Expr g, Expr a) {
        Exact exact = new Exact(budget);
        try {
            Rational gv = exact.value(g);
            Rational av = gv == null ? null : exact.value(a);
            if (gv == null || av == null) {
                return null;
            }
            if (gv.equals(av)) {
                return Outcome.SAME;
            }
            return decimals.agree(gv, Decimals.of(g), av, Decimals.of(a)) ? Outcome.ROUNDED : Outcome.DIFFERENT;
        } catch (Unevaluable tooLarge) {
            return tooLarge.reason() == Cause.DOMAIN ? Outcome.DIFFERENT : null;
        }
    }

    private @Nullable Outcome canonically(Expr g, Expr a) {
        if (policy.relativeTolerance() > 0 && Substitution.variables(g).isEmpty()) {
            return null;
        }
        Canonical canonical = new Canonical(budget);
        try {
            Polynomial difference = canonical.difference(canonical.of(g), canonical.of(a));
            if (difference.isZero()) {
                return Outcome.SAME;
            }
            return canonical.decisive() && !hasDecimal(g) && !hasDecimal(a) ? Outcome.DIFFERENT : null;
        } catch (Unevaluable noForm) {
            return null;
        } catch (ArithmeticException overflow) {
            return null;
        }
    }

    /** Whether a decimal occurs anywhere: coefficients may then be roundings. */
    static boolean hasDecimal(Expr e) {
        return e.any(Expr.Dec.class::isInstance);
    }

    private Outcome constants(Expr g, @Nullable BigDecimal gd, Expr a, @Nullable BigDecimal ad) {
        int bits = FIRST_BITS;
        try {
            while (true) {
                Evaluator evaluator = new Evaluator(bits, budget, new Point(0));
                Complex gv = evaluator.value(g);
                Complex av = evaluator.value(a);
                if ((gd != null && decimals.agree(evaluator.arithmetic(), gd, av, true))
                        || (ad != null && decimals.agree(evaluator.arithmetic(), ad, gv, false))) {
                    return Outcome.ROUNDED;
                }
                Complex gap = evaluator.arithmetic().sub(gv, av);
                if (gap.isNonZero()) {
                    return near(evaluator, gv, gap) ? Outcome.ROUNDED : Outcome.DIFFERENT;
                }
                int needed = FIRST_BITS * 2 + 2 * evaluator.widest();
                if (needed > MAX_BITS) {
                    return Outcome.BUDGET;
                }
                if (bits >= needed) {
                    return settled(gap, gv, av) ? Outcome.NUMERIC : Outcome.BUDGET;
                }
                bits = needed;
            }
        } catch (Unevaluable none) {
            return undecided(none);
        }
    }

    private boolean near(Evaluator e, Complex gold, Complex gap) {
        if (policy.relativeTolerance() == 0 || !gold.isReal() || !gap.isReal()) {
            return false;
        }
        Reals reals = e.arithmetic().reals();
        Real limit = reals.mul(gold.re().abs(), reals.of(decimals.tolerance()));
        Real rest = reals.sub(limit, gap.re().abs());
        return rest.isNonZero() && rest.mantissa().signum() > 0;
    }

    /** Whether the difference is known to be far below the values. */
    static boolean settled(Complex gap, Complex g, Complex a) {
        if (gap.isExactZero()) {
            return true;
        }
        int size = Math.max(0, Math.max(g.isNonZero() ? g.magnitude() : 0, a.isNonZero() ? a.magnitude() : 0));
        return gap.magnitude() < size - SURE;
    }

    static Outcome undecided(Unevaluable none) {
        return switch (none.reason()) {
            case BUDGET, PRECISION -> Outcome.BUDGET;
            case DOMAIN -> Outcome.DOMAIN;
            case MEANINGLESS -> Outcome.KIND;
        };
    }

    boolean ignoresDomains() {
        return policy.allows(Leniency.DOMAIN_IGNORED);
    }
}
