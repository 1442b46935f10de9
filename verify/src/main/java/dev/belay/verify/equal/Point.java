package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
import java.util.HashMap;
import java.util.Map;

/**
 * A fixed pseudo-random test point: every variable name has one dyadic value per point index.
 *
 * @param index 0 to {@link #COUNT} - 1; small positive, positive, mixed and negative values by turns
 * @param integers whether all values are small positive integers, for factorials, binomials and open sums
 */
record Point(int index, boolean integers) {

    static final int COUNT = 6;
    /** Units for walking through a node of a tree and copying it. */
    static final long NODE = 12;

    private static final long SCALE = 1L << 20;

    Point(int index) {
        this(index, false);
    }

    Rational value(String name) {
        long h = mix(name.hashCode() * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
        if (integers) {
            return Rational.of(2 + index + Long.remainderUnsigned(h >>> 20, 7));
        }
        long fraction = (h >>> 44) | 1; // 20 bits, odd: never an integer
        long whole = switch (index) {
            case 0 -> 0;
            case 1 -> 1 + (h & 3);
            case 2 -> 2 + (h & 7);
            case 3 -> (h & 1) == 0 ? (h >>> 1 & 3) : -1 - (h >>> 1 & 3);
            case 4 -> -1 - (h & 3);
            default -> (h & 1) == 0 ? 0 : -1;
        };
        return Rational.of((whole << 20) + fraction, SCALE);
    }

    /** SplitMix64's finaliser. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** The tree with this point's values in place of its variables. */
    Expr bind(Expr e, Budget budget) {
        budget.spend(NODE * Substitution.size(e));
        Map<String, Expr> values = new HashMap<>();
        for (String name : Substitution.variables(e)) {
            Rational v = value(name);
            values.put(name, new Expr.Div(new Expr.Int(v.num()), new Expr.Int(v.den())));
        }
        return Substitution.replace(e, values);
    }
}
