package dev.belay.verify.number;

import java.math.BigInteger;

/** pi and ln 2 in fixed point: immutable prefixes computed once, longer ones on demand. */
final class Constants {

    private static final int READY = 1_024;
    private static final BigInteger PI = machin(READY);
    private static final BigInteger LN2 = logarithm(READY);

    private final Budget budget;

    Constants(Budget budget) {
        this.budget = budget;
    }

    /** pi * 2^fraction, within one unit. */
    BigInteger pi(int fraction) {
        if (fraction <= READY - 16) {
            return PI.shiftRight(READY - fraction);
        }
        budget.spend((long) fraction * fraction / 64);
        return machin(fraction + 32).shiftRight(32);
    }

    /** ln 2 * 2^fraction, within one unit. */
    BigInteger ln2(int fraction) {
        if (fraction <= READY - 16) {
            return LN2.shiftRight(READY - fraction);
        }
        budget.spend((long) fraction * fraction / 64);
        return logarithm(fraction + 32).shiftRight(32);
    }

    /** pi = 16 atan(1/5) - 4 atan(1/239). */
    private static BigInteger machin(int fraction) {
        int f = fraction + 16;
        BigInteger pi =
                inverse(5, f, true).shiftLeft(4).subtract(inverse(239, f, true).shiftLeft(2));
        return pi.shiftRight(16);
    }

    /** ln 2 = 2 atanh(1/3). */
    private static BigInteger logarithm(int fraction) {
        int f = fraction + 16;
        return inverse(3, f, false).shiftLeft(1).shiftRight(16);
    }

    /** atan(1/n), or atanh(1/n) when not alternating. */
    private static BigInteger inverse(int n, int f, boolean alternating) {
        BigInteger square = BigInteger.valueOf((long) n * n);
        BigInteger power = BigInteger.ONE.shiftLeft(f).divide(BigInteger.valueOf(n));
        BigInteger sum = power;
        for (int k = 3; power.signum() != 0; k += 2) {
            power = power.divide(square);
            BigInteger term = power.divide(BigInteger.valueOf(k));
            sum = alternating && (k & 2) != 0 ? sum.subtract(term) : sum.add(term);
        }
        return sum;
    }
}
