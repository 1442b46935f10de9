package dev.belay.verify.policy;

import java.util.EnumSet;
import java.util.Set;

/**
 * What counts as the same answer. Immutable.
 *
 * @param allowed the lenient pairs that are accepted
 * @param significantDigits a decimal stands for any value that rounds to it, if it has at least this many significant
 *     digits; 0 switches rounding off
 * @param relativeTolerance two numbers at most this far apart, relative to the gold, are equal; 0 switches it off
 * @param stepBudget units of work for one verification ({@code number.Budget}); about ten nanoseconds each
 */
public record Policy(Set<Leniency> allowed, int significantDigits, double relativeTolerance, long stepBudget) {

    /** Units of work that keep any comparison below some tens of milliseconds. */
    public static final long DEFAULT_STEPS = 600_000;

    public Policy {
        allowed = Set.copyOf(allowed);
        if (significantDigits < 0 || significantDigits > 50) {
            throw new IllegalArgumentException("significantDigits is between 0 and 50, got " + significantDigits);
        }
        if (!(relativeTolerance >= 0 && relativeTolerance < 1)) {
            throw new IllegalArgumentException("relativeTolerance is in [0, 1), got " + relativeTolerance);
        }
        if (stepBudget < 1_000) {
            throw new IllegalArgumentException("stepBudget is at least 1000, got " + stepBudget);
        }
    }

    public boolean allows(Leniency leniency) {
        return allowed.contains(leniency);
    }

    /** This policy with one more lenient pair. */
    public Policy with(Leniency leniency) {
        EnumSet<Leniency> more = EnumSet.of(leniency);
        more.addAll(allowed);
        return new Policy(more, significantDigits, relativeTolerance, stepBudget);
    }

    /** This policy without one lenient pair. */
    public Policy without(Leniency leniency) {
        EnumSet<Leniency> fewer = EnumSet.noneOf(Leniency.class);
        fewer.addAll(allowed);
        fewer.remove(leniency);
        return new Policy(fewer, significantDigits, relativeTolerance, stepBudget);
    }

    public Policy withSignificantDigits(int digits) {
        return new Policy(allowed, digits, relativeTolerance, stepBudget);
    }

    public Policy withRelativeTolerance(double tolerance) {
        return new Policy(allowed, significantDigits, tolerance, stepBudget);
    }
}
