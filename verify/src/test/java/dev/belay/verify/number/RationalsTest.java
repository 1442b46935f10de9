package dev.belay.verify.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arithmetic against that on doubles and on unreduced fractions; comparisons against the arithmetic. */
class RationalsTest {
    private static final int[] NUMBERS = {-7, -3, -1, 0, 1, 2, 5, 9};
    private static final int[] DENOMINATORS = {1, 2, 3, 8};

    private final Rationals rationals = new Rationals(new Budget(1_000_000_000));

    private static Rational of(int num, int den) {
        return Rational.of(num, den);
    }

    /** num/den is the value, in lowest terms. */
    private static void assertIs(Rational value, BigInteger num, BigInteger den) {
        assertThat(value.num().multiply(den)).isEqualTo(num.multiply(value.den()));
        assertThat(value.den().signum()).isPositive();
        assertThat(value.num().gcd(value.den())).isEqualTo(BigInteger.ONE);
    }

    @Test
    void arithmetic_fractionsOfAllSizes_isThatOfCrossProductsInLowestTerms() {
        Random random = new Random(7);
        for (int k = 0; k < 4_000; k++) {
            Rational a = random(random);
            Rational b = random(random);
            BigInteger ad = a.num().multiply(b.den());
            BigInteger bc = b.num().multiply(a.den());
            BigInteger dens = a.den().multiply(b.den());
            assertIs(rationals.add(a, b), ad.add(bc), dens);
            assertIs(rationals.sub(a, b), ad.subtract(bc), dens);
            assertIs(rationals.mul(a, b), a.num().multiply(b.num()), dens);
            assertThat(rationals.compare(a, b)).isEqualTo(ad.compareTo(bc));
            if (!b.isZero()) {
                assertIs(rationals.div(a, b), ad, bc);
            }
        }
    }

    /** Many common factors, zeros, ones and both signs. */
    private Rational random(Random random) {
        BigInteger num = BigInteger.valueOf(random.nextInt(9) - 4).pow(1 + random.nextInt(3));
        BigInteger den = BigInteger.valueOf(1 + random.nextInt(12)).pow(1 + random.nextInt(4));
        for (int k = random.nextInt(4); k > 0; k--) {
            num = num.multiply(new BigInteger(1 + random.nextInt(90), random));
            den = den.multiply(new BigInteger(1 + random.nextInt(90), random).setBit(0));
        }
        return rationals.of(num, den);
    }

    @Test
    void floor_isTheLargestIntegerNotAbove() {
        assertThat(rationals.floor(of(7, 2))).isEqualTo(3);
        assertThat(rationals.floor(of(-7, 2))).isEqualTo(-4);
        assertThat(rationals.floor(of(-8, 2))).isEqualTo(-4);
    }

    @Test
    void pow_negativeExponent_isThatOfTheInverse() {
        assertThat(rationals.pow(of(-2, 3), -3)).isEqualTo(of(-27, 8));
        assertThat(rationals.pow(of(-2, 3), 0)).isEqualTo(Rational.ONE);
        assertThatThrownBy(() -> rationals.pow(Rational.ZERO, -1))
                .isInstanceOf(Unevaluable.class)
                .hasMessage("DOMAIN");
    }

    @Test
    void of_decimal_isReducedAndRefusedBeyondItsScale() {
        assertThat(rationals.of(new BigDecimal("-0.125"))).isEqualTo(of(-1, 8));
        assertThat(rationals.of(new BigDecimal("2.5e3"))).isEqualTo(of(2500, 1));
        assertThatThrownBy(() -> rationals.of(new BigDecimal("1e-20001"))).hasMessage("BUDGET");
    }

    @Test
    void compareGap_smallFractions_isThatOfTheReducedDifference() {
        for (int a : NUMBERS) {
            for (int b : NUMBERS) {
                for (int d : DENOMINATORS) {
                    Rational x = of(a, d);
                    Rational y = of(b, 6);
                    for (Rational limit : new Rational[] {Rational.ZERO, of(1, 6), of(7, 4), of(16, 1)}) {
                        int expected = rationals.compare(rationals.sub(x, y).abs(), limit);
                        assertThat(rationals.compareGap(x, y, limit))
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
                        Rational gap = rationals.sub(x, y).abs();
                        boolean expected = rationals.compare(gap, rationals.mul(x.abs(), tolerance)) <= 0;
                        assertThat(rationals.isNear(x, y, tolerance))
                                .as("%s %s %s", x, y, tolerance)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }
}
