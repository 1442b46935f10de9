package dev.belay.verify.equal;

import dev.belay.verify.expr.Fn;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.number.Unevaluable.Cause;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Factorials and binomials of integers, within a bit budget. */
final class Combinatorics {

    private static final int MAX_ARGUMENT = 30_000;

    private final Budget budget;
    private final Rationals rationals;
    private final int maxBits;

    Combinatorics(Budget budget, int maxBits) {
        this.budget = budget;
        this.rationals = new Rationals(budget);
        this.maxBits = maxBits;
    }

    @Nullable
    Rational apply(Fn fn, List<Rational> args) {
        for (Rational a : args) {
            if (!a.isInteger()) {
                return null;
            }
        }
        int n = small(args.getFirst());
        return switch (fn) {
            case FACTORIAL -> n < 0 ? null : Rational.of(product(1, n, 1));
            case GAMMA -> n <= 0 ? null : Rational.of(product(1, n - 1, 1));
            case DOUBLE_FACTORIAL -> n < 0 ? null : Rational.of(product(2 - (n & 1), n, 2));
            case BINOMIAL -> binomial(n, small(args.get(1)));
            default -> permutations(n, small(args.get(1)));
        };
    }

    private static int small(Rational a) {
        if (a.num().bitLength() > 31 || Math.abs(a.num().intValue()) > MAX_ARGUMENT) {
            throw new Unevaluable(Cause.BUDGET);
        }
        return a.num().intValue();
    }

    private @Nullable Rational binomial(int n, int k) {
        if (n < 0) {
            return null;
        }
        if (k < 0 || k > n) {
            return Rational.ZERO;
        }
        int small = Math.min(k, n - k);
        return Rational.of(rationals.over(product(n - small + 1, n, 1), product(1, small, 1)));
    }

    private @Nullable Rational permutations(int n, int k) {
        return n < 0 || k < 0 || k > n ? null : Rational.of(product(n - k + 1, n, 1));
    }

    /** from * (from + step) * ... * to by halves, so that large factorials stay cheap. */
    private BigInteger product(int from, int to, int step) {
        if (from > to) {
            return BigInteger.ONE;
        }
        if (to - from < 16 * step) {
            BigInteger p = BigInteger.valueOf(from);
            for (int i = from + step; i <= to; i += step) {
                p = p.multiply(BigInteger.valueOf(i));
            }
            budget.spend(100);
            return p;
        }
        // The mean factor tells the size well enough to refuse before the work.
        double bits = (to - from) / (double) step * (Math.log((from + (double) to) / 2) / Math.log(2) - 0.5);
        if (bits > maxBits) {
            throw new Unevaluable(Cause.BUDGET);
        }
        int middle = from + ((to - from) / step / 2) * step;
        BigInteger low = product(from, middle, step);
        BigInteger high = product(middle + step, to, step);
        if (low.bitLength() + high.bitLength() > maxBits) {
            throw new Unevaluable(Cause.BUDGET);
        }
        return rationals.times(low, high);
    }
}
