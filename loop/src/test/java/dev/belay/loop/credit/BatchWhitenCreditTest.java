package dev.belay.loop.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import org.junit.jupiter.api.Test;

class BatchWhitenCreditTest {
    private static final BatchWhitenCredit CREDIT = new BatchWhitenCredit(1e-9, 1e-8);

    @Test
    void advantages_byHand() {
        // Rewards 1,0 with lengths 1,3: group norm with unbiased std .70711 gives .70711, -.70711.
        // Tokens .70711, -.70711 x3: mean -.35355, unbiased std .70711 -> 1.5, -.5 x3.
        float[][] a = Advantages.of(CREDIT, Samples.scored("a", new double[] {1, 0}, new int[] {1, 3}));
        assertThat(a[0]).containsExactly(new float[] {1.5f}, within(1e-6f));
        assertThat(a[1]).containsExactly(new float[] {-.5f, -.5f, -.5f}, within(1e-6f));
    }

    @Test
    void advantages_groupWithoutSpread_isShifted() {
        // The released code's side effect: all-right members are pushed because long wrong ones pull the mean down.
        float[][] a = Advantages.of(
                CREDIT,
                Samples.scored("a", new double[] {1, 0}, new int[] {1, 3}),
                Samples.scored("b", new double[] {1, 1}, new int[] {2, 2}));
        assertThat(a[2][0]).isGreaterThan(0.1f);
        assertThat(a[2]).containsExactly(a[3]);
    }

    @Test
    void advantages_rareReward_reachesFullSize() {
        // One 1 in 40: whitening over tokens has variance 1 whatever the rate.
        double[] rare = new double[40];
        rare[0] = 1;
        double[] a = Advantages.first(CREDIT, Samples.scored("a", rare));
        double squares = 0;
        for (double v : a) {
            squares += v * v;
        }
        assertThat(squares / 39).isCloseTo(1, within(1e-5));
    }

    @Test
    void advantages_allEqual_areZero() {
        assertThat(Advantages.first(CREDIT, Samples.scored("a", 1, 1), Samples.scored("b", 0, 0)))
                .containsOnly(0.0);
    }
}
