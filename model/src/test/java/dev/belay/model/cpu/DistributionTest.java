package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.LogitWarp;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionTest {
    /** Probabilities .4, .1, .3, .15, .05 as logits. */
    private static final double[] P = {0.4, 0.1, 0.3, 0.15, 0.05};

    private static Distribution of(LogitWarp warp) {
        Distribution d = new Distribution(P.length, warp);
        for (int j = 0; j < P.length; j++) {
            d.logits()[j] = (float) (Math.log(P[j]) + 3);
        }
        d.prepare();
        return d;
    }

    private static void assertProbabilities(Distribution d, double... expected) {
        for (int j = 0; j < expected.length; j++) {
            assertThat(d.keeps(j)).isEqualTo(expected[j] > 0);
            if (d.keeps(j)) {
                assertThat(Math.exp(d.logProb(j))).as("token %d", j).isCloseTo(expected[j], within(1e-6));
            }
        }
    }

    @Test
    void prepare_noTruncation_keepsAll() {
        assertProbabilities(of(LogitWarp.NONE), P);
    }

    @Test
    void prepare_topK_keepsTheLargestAndRenormalises() {
        assertProbabilities(of(new LogitWarp(1, 2, 1, 0)), 0.4 / 0.7, 0, 0.3 / 0.7, 0, 0);
    }

    @Test
    void prepare_topP_keepsTheSmallestSetThatReachesTheMass() {
        // .4 + .3 = .7 < .75 <= .4 + .3 + .15
        assertProbabilities(of(new LogitWarp(1, 0, 0.75, 0)), 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85, 0);
    }

    @Test
    void prepare_minP_dropsBelowAShareOfTheLargest() {
        // .26 * .4 = .104: drops .1 and .05
        assertProbabilities(of(new LogitWarp(1, 0, 1, 0.26)), 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85, 0);
    }

    @Test
    void prepare_temperature_comesBeforeTruncation() {
        // temperature .5 squares: .16 .01 .09 .0225 .0025; top 2: .16 .09
        assertProbabilities(of(new LogitWarp(0.5, 2, 1, 0)), 0.16 / 0.25, 0, 0.09 / 0.25, 0, 0);
    }

    @Test
    void prepare_allTruncations_inOrder() {
        // top 4 drops .05 (mass .95); topP .8 of .95 = .76: .4 + .3 + .15; minP .5 of .4 drops .15
        assertProbabilities(of(new LogitWarp(1, 4, 0.8, 0.5)), 0.4 / 0.7, 0, 0.3 / 0.7, 0, 0);
    }

    @Test
    void logProb_ofADroppedToken_isThatOfTheKeptSetWidenedByIt() {
        // top 2 keeps .4 and .3; with token 3 kept as well: .15 / (.4 + .3 + .15), each token by itself
        Distribution d = of(new LogitWarp(1, 2, 1, 0));
        assertThat(Math.exp(d.logProb(3))).isCloseTo(0.15 / 0.85, within(1e-6));
        assertThat(Math.exp(d.logProb(4))).isCloseTo(0.05 / 0.75, within(1e-6));
        assertThat(d.rank(4)).isEqualTo(4);
    }

    @Test
    void gradient_ofDroppedAndKeptTokens_isOneHotMinusProbabilities() {
        Distribution d = of(new LogitWarp(1, 2, 1, 0));
        float[] gradient = d.gradient(new int[] {0, 3}, new double[] {2, -1});
        // 2 * (onehot0 - (.4, 0, .3, 0, 0) / .7) - (onehot3 - (.4, 0, .3, .15, 0) / .85)
        double[] expected = {2 - 0.8 / 0.7 + 0.4 / 0.85, 0, -0.6 / 0.7 + 0.3 / 0.85, -1 + 0.15 / 0.85, 0};
        for (int j = 0; j < expected.length; j++) {
            assertThat((double) gradient[j]).as("token %d", j).isCloseTo(expected[j], within(1e-6));
        }
    }

    @Test
    void rank_countsLargerLogits() {
        Distribution d = of(LogitWarp.NONE);
        assertThat(new int[] {d.rank(0), d.rank(1), d.rank(2), d.rank(3), d.rank(4)})
                .containsExactly(0, 3, 1, 2, 4);
    }

    /** One bad logit among good ones, and nothing but bad ones. */
    private static List<float[]> badLogits() {
        float nan = Float.NaN;
        float inf = Float.POSITIVE_INFINITY;
        return List.of(
                new float[] {nan, 1, 2, 3, 4},
                new float[] {0, 1, 2, 3, nan},
                new float[] {0, 1, inf, 3, 4},
                new float[] {nan, nan, nan, nan, nan},
                new float[] {-inf, -inf, -inf, -inf, -inf});
    }

    @Test
    void sample_logitsThatAreNoNumbers_isRefusedUnderEveryWarp() {
        for (LogitWarp warp : List.of(
                LogitWarp.GREEDY,
                LogitWarp.NONE,
                LogitWarp.temperature(0.5),
                new LogitWarp(1, 2, 1, 0),
                new LogitWarp(1, 0, 0.9, 0),
                new LogitWarp(1, 0, 1, 0.1),
                new LogitWarp(0.7, 3, 0.9, 0.1))) {
            for (float[] logits : badLogits()) {
                assertThatThrownBy(() -> drawn(warp, logits))
                        .as("%s of %s", warp, Arrays.toString(logits))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("must have a mass above 0, got");
            }
        }
    }

    private static int drawn(LogitWarp warp, float... logits) {
        Distribution d = new Distribution(logits.length, warp);
        System.arraycopy(logits, 0, d.logits(), 0, logits.length);
        d.prepare();
        return warp.greedy() ? d.argmax() : d.sample(.5);
    }
}
