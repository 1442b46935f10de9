package dev.belay.verify.number;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Integer roots, paid for before they are taken. */
public final class Roots {

    /** Higher roots than square ones are looked for in integers of at most this size. */
    private static final int MAX_BITS = 4_096;

    /** A square root of at most this many bits is exact in double precision. */
    private static final int DOUBLE_ROOT_BITS = 25;

    private final Budget budget;

    public Roots(Budget budget) {
        this.budget = budget;
    }

    /**
     * The integer part of a square root. Each step doubles the digits that are right and divides no more than these, so
     * the whole costs about one quotient; {@link BigInteger#sqrt} divides in full length at every step, which took forty
     * times as long at 2,000 bits. The scheme is that of Python's {@code math.isqrt} (Mark Dickinson), whose proof holds
     * from any beginning that is as close.
     */
    BigInteger floorSqrt(BigInteger n) {
        budget.spendSquareRoot(n.bitLength());
        int half = Math.max(0, (n.bitLength() - 1) / 2);
        int s = 0;
        while (half >> s > DOUBLE_ROOT_BITS) {
            s++;
        }
        int known = half >> s;
        BigInteger root = BigInteger.valueOf(
                (long) Math.sqrt(n.shiftRight(2 * (half - known)).doubleValue()));
        while (s > 0) {
            int before = known;
            known = half >> --s;
            BigInteger quotient = n.shiftRight(2 * half - before - known + 1).divide(root);
            root = root.shiftLeft(known - before - 1).add(quotient);
        }
        return root.multiply(root).compareTo(n) > 0 ? root.subtract(BigInteger.ONE) : root;
    }

    /** The root of a positive integer when it is one itself, or null. */
    public @Nullable BigInteger exact(BigInteger v, int degree) {
        if (v.bitLength() <= 1) {
            return v;
        }
        if (degree == 2) {
            BigInteger root = floorSqrt(v);
            budget.spendProduct(root.bitLength(), root.bitLength());
            return root.multiply(root).equals(v) ? root : null;
        }
        if (degree >= v.bitLength() || v.bitLength() > MAX_BITS) {
            return null;
        }
        BigInteger low = BigInteger.ONE;
        BigInteger high = BigInteger.ONE.shiftLeft(v.bitLength() / degree + 1);
        while (low.compareTo(high) < 0) {
            budget.spendProduct(v.bitLength(), v.bitLength());
            BigInteger mid = low.add(high).shiftRight(1);
            if (mid.pow(degree).compareTo(v) < 0) {
                low = mid.add(BigInteger.ONE);
            } else {
                high = mid;
            }
        }
        return low.pow(degree).equals(v) ? low : null;
    }
}
