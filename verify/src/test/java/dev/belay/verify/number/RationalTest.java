package dev.belay.verify.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Comparisons that reduce nothing, against the arithmetic that does. */
class RationalTest {
    private static final int[] NUMBERS = {-7, -3, -1, 0, 1, 2, 5, 9};
    private static final int[] DENOMINATORS = {1, 2, 3, 8};

    private static Rational of(int num, int den) {
        return Rational.of(BigInteger.valueOf(num), BigInteger.valueOf(den));
    }

    @Test
    void compareGap_smallFractions_isThatOfTheReducedDifference() {
        for (int a : NUMBERS) {
            for (int b : NUMBERS) {
                for (int d : DENOMINATORS) {
                    Rational x = of(a, d);
                    Rational y = of(b, 6);
                    for (Rational limit : new Rational[] {Rational.ZERO, of(1, 6), of(7, 4), of(16, 1)}) {
                        int expected = x.minus(y).abs().compareTo(limit);
                        assertThat(x.compareGap(y, limit))
                                .as("%s %s %s", x, y, limit)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void isNear_smallFractions_isThatOfTheReducedDifference() {
        for (int a : NUMBERS) {
            for (int b : NUMBERS) {
                for (int d : DENOMINATORS) {
                    Rational x = of(a, d);
                    Rational y = of(b, 6);
                    for (Rational tolerance : new Rational[] {of(1, 10_000), of(1, 3), of(1, 1)}) {
                        boolean expected = x.minus(y).abs().compareTo(x.abs().times(tolerance)) <= 0;
                        assertThat(x.isNear(y, tolerance))
                                .as("%s %s %s", x, y, tolerance)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }
}
