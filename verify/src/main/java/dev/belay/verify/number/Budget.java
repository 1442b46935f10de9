package dev.belay.verify.number;

/**
 * Steps that one verification may spend, in place of a clock: the same input spends the same steps on any machine under
 * any load. One unit is about ten nanoseconds of today. Confined to one thread.
 */
public final class Budget {

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

    /** Charges a product of two numbers of these bit lengths (between schoolbook and Karatsuba cost). */
    public void spendProduct(long bitsA, long bitsB) {
        long a = (bitsA >> 6) + 1;
        long b = (bitsB >> 6) + 1;
        long small = Math.min(a, b);
        spend(8 + Math.max(a, b) * Math.min(small, 8 + (small >> 3)) / 4);
    }

    /**
     * Charges the reduction of a fraction to lowest terms, which takes far longer than the product before it.
     *
     * @param bits of numerator and denominator together
     */
    public void spendReduction(long bits) {
        long words = bits >> 6;
        spend(30 + 2 * words * words);
    }
}
