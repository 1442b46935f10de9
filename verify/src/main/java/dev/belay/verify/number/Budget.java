package dev.belay.verify.number;

/**
 * Steps that one verification may spend, in place of a clock: the same input spends the same steps on any machine under
 * any load. One unit is about ten nanoseconds of a Zen 3 core; the charges for integers follow what
 * {@link java.math.BigInteger} takes there, within a small factor at every size ({@code BudgetCalibration} in the tests
 * measures it).
 * Confined to one thread.
 */
public final class Budget {

    /** Words from which on a product or quotient is no longer as dear as by schoolbook. */
    private static final long SUBQUADRATIC_PRODUCT = 256;

    private static final long SUBQUADRATIC_QUOTIENT = 64;

    private long left;

    public Budget(long units) {
        this.left = units;
    }

    /**
     * Takes units.
     *
     * @throws Unevaluable when the budget is spent
     */
    public void spend(long units) {
        left -= units;
        if (left < 0) {
            throw new Unevaluable(Unevaluable.Cause.BUDGET);
        }
    }

    /** Units not yet spent. */
    long left() {
        return left;
    }

    /** Charges a product of two integers of these bit lengths. */
    public void spendProduct(long bitsA, long bitsB) {
        long a = words(Math.max(bitsA, bitsB));
        long b = words(Math.min(bitsA, bitsB));
        long beyond = Math.max(0, b - SUBQUADRATIC_PRODUCT);
        spend(5 + a / 3 + a * (b - beyond + beyond / 4) / 7);
    }

    /** Charges a quotient, a remainder or both, of integers of these bit lengths. */
    public void spendQuotient(long bitsNumerator, long bitsDenominator) {
        long b = words(bitsDenominator);
        long digits = Math.max(1, words(bitsNumerator) - b + 1);
        long beyond = Math.max(0, b - SUBQUADRATIC_QUOTIENT);
        spend(9 + digits * (2 + 6 * (b - beyond) + 3 * beyond / 2) / 7);
    }

    /** Charges a greatest common divisor of integers of these bit lengths. */
    public void spendGcd(long bitsA, long bitsB) {
        long large = Math.max(bitsA, bitsB);
        long small = Math.min(bitsA, bitsB);
        if (large < Integer.SIZE) {
            spend(8);
            return;
        }
        spendQuotient(large, small);
        long b = words(small);
        spend(60 * b + 7 * b * b);
    }

    /** Charges the square root of an integer of this bit length ({@link Roots}). */
    public void spendSquareRoot(long bits) {
        spend(20);
        spendQuotient(bits, bits / 2);
        spendProduct(bits / 2, bits / 2);
    }

    /** Charges the decimal digits of an integer of this bit length. */
    public void spendDigits(long bits) {
        long b = words(bits);
        spend(30 * b + b * b);
    }

    private static long words(long bits) {
        return (bits >> 6) + 1;
    }
}
