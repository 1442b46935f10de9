package dev.belay.verify.number;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures what a unit of {@link Budget} is worth, run by hand: nanoseconds per unit of every operation at every size, of
 * which none should be far above ten. Figures far below are operations that are charged more than they cost.
 */
public final class BudgetCalibration {

    private static final int[] INTEGER_BITS = {16, 64, 128, 512, 2_048, 4_096, 8_192, 16_384, 65_536, 131_072};
    private static final int[] REAL_BITS = {128, 256, 512, 1_024, 2_048, 4_096, 8_192};
    private static final long RICH = Long.MAX_VALUE / 2;
    private static final long LONG_ENOUGH_NANOS = 500_000;

    private final Random random = new Random(1);

    private BudgetCalibration() {}

    public static void main(String[] args) {
        BudgetCalibration calibration = new BudgetCalibration();
        for (String round : new String[] {"cold", "warm"}) {
            for (int bits : INTEGER_BITS) {
                System.out.println(round + " integers of " + bits + " bits: " + row(calibration.integers(bits)));
            }
            for (int bits : REAL_BITS) {
                System.out.println(round + " reals of " + bits + " bits: " + row(calibration.reals(bits)));
            }
        }
    }

    private BigInteger integer(int bits) {
        return new BigInteger(bits, random).setBit(bits - 1).setBit(0);
    }

    private Map<String, Consumer<Budget>> integers(int bits) {
        BigInteger a = integer(bits);
        BigInteger b = integer(bits);
        BigInteger quarter = integer(Math.max(2, bits / 4));
        Rational x = new Rationals(new Budget(RICH)).of(a, b);
        Rational y = new Rationals(new Budget(RICH)).of(quarter, integer(bits));
        Map<String, Consumer<Budget>> all = new LinkedHashMap<>();
        all.put("product", u -> new Rationals(u).times(a, b));
        all.put("by a quarter", u -> new Rationals(u).times(a, quarter));
        all.put("quotient", u -> new Rationals(u).over(a.shiftLeft(bits), b));
        all.put("over a quarter", u -> new Rationals(u).over(a, quarter));
        all.put("gcd", u -> new Rationals(u).gcd(a, b));
        all.put("with a quarter", u -> new Rationals(u).gcd(a, quarter));
        all.put("square root", u -> new Roots(u).floorSqrt(a));
        all.put("sum of fractions", u -> new Rationals(u).add(x, y));
        all.put("product of fractions", u -> new Rationals(u).mul(x, y));
        all.put("power", u -> new Rationals(u).pow(Rational.of(quarter), 4));
        return all;
    }

    private Map<String, Consumer<Budget>> reals(int bits) {
        Reals plain = new Reals(bits, new Budget(RICH));
        Real a = plain.of(new Rational(integer(bits), integer(bits)));
        Real b = plain.of(new Rational(integer(bits), integer(bits)));
        Map<String, Consumer<Budget>> all = new LinkedHashMap<>();
        all.put("sum", u -> new Reals(bits, u).add(a, b));
        all.put("product", u -> new Reals(bits, u).mul(a, b));
        all.put("quotient", u -> new Reals(bits, u).div(a, b));
        all.put("square root", u -> new Reals(bits, u).sqrt(a));
        all.put("exp", u -> new Elementary(new Reals(bits, u)).exp(a));
        all.put("ln", u -> new Elementary(new Reals(bits, u)).ln(a));
        all.put("sin", u -> new Elementary(new Reals(bits, u)).sin(a));
        all.put("atan", u -> new Elementary(new Reals(bits, u)).atan(a));
        all.put("pi", u -> new Elementary(new Reals(bits, u)).pi());
        return all;
    }

    private static String row(Map<String, Consumer<Budget>> operations) {
        StringBuilder row = new StringBuilder();
        operations.forEach((name, operation) -> {
            Budget budget = new Budget(RICH);
            operation.accept(budget);
            long units = RICH - budget.left();
            row.append(String.format(Locale.ROOT, "%s %.1f, ", name, nanos(operation) / units));
        });
        return row.toString();
    }

    /** Of one run: the least of five means. */
    private static double nanos(Consumer<Budget> operation) {
        double least = Double.MAX_VALUE;
        int runs = 1;
        for (int k = 0; k < 5; ) {
            Budget budget = new Budget(RICH);
            long start = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                operation.accept(budget);
            }
            long took = System.nanoTime() - start;
            if (took < LONG_ENOUGH_NANOS) {
                runs *= 2;
            } else {
                least = Math.min(least, took / (double) runs);
                k++;
            }
        }
        return least;
    }
}
