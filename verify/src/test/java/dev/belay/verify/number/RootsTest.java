package dev.belay.verify.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RootsTest {

    private final Roots roots = new Roots(new Budget(1_000_000_000));

    @Test
    void floorSqrt_everySmallNumber_isTheLargestRootNotAbove() {
        for (int n = 0; n < 20_000; n++) {
            assertThat(roots.floorSqrt(BigInteger.valueOf(n)).longValue())
                    .as("%s", n)
                    .isEqualTo((long) Math.floor(Math.sqrt(n)));
        }
    }

    /** Squares and their neighbours of every size: the last step is right where a rounding would show. */
    @Test
    void floorSqrt_aroundSquaresOfEverySize_isTheLargestRootNotAbove() {
        Random random = new Random(3);
        for (int bits = 1; bits < 3_000; bits += 1 + bits / 40) {
            for (BigInteger root : new BigInteger[] {
                BigInteger.ONE.shiftLeft(bits - 1),
                BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE),
                new BigInteger(bits, random).setBit(bits - 1)
            }) {
                BigInteger square = root.multiply(root);
                assertThat(roots.floorSqrt(square)).isEqualTo(root);
                assertThat(roots.floorSqrt(square.subtract(BigInteger.ONE))).isEqualTo(root.subtract(BigInteger.ONE));
                assertThat(roots.floorSqrt(square.add(root).add(root))).isEqualTo(root);
            }
        }
    }

    @Test
    void exact_higherDegrees_findsPowersOnly() {
        BigInteger big = new BigInteger("123456789").pow(7);
        assertThat(roots.exact(big, 7)).isEqualTo(123456789);
        assertThat(roots.exact(big.add(BigInteger.ONE), 7)).isNull();
        assertThat(roots.exact(BigInteger.ONE, 9)).isEqualTo(1);
        assertThat(roots.exact(BigInteger.valueOf(8), 2)).isNull();
        assertThat(roots.exact(BigInteger.valueOf(81), 2)).isEqualTo(9);
    }
}
