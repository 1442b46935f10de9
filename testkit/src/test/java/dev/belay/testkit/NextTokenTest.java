package dev.belay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.LogitWarp;
import dev.belay.model.RandomKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NextTokenTest {
    // Probabilities .1 .4 .2 .3: sorted by size the ids are 1, 3, 2, 0.
    private static final float[] LOGITS = logs(0.1, 0.4, 0.2, 0.3);

    private static float[] logs(double... p) {
        float[] logs = new float[p.length];
        for (int i = 0; i < p.length; i++) {
            logs[i] = (float) Math.log(p[i]);
        }
        return logs;
    }

    record Case(LogitWarp warp, double... probabilities) {}

    static Stream<Case> warps() {
        return Stream.of(
                new Case(LogitWarp.NONE, 0.1, 0.4, 0.2, 0.3),
                // Temperature 1/2 squares: .01 .16 .04 .09, sum .30.
                new Case(LogitWarp.temperature(0.5), 0.01 / 0.3, 0.16 / 0.3, 0.04 / 0.3, 0.09 / 0.3),
                new Case(new LogitWarp(1, 2, 1, 0), 0, 4 / 7.0, 0, 3 / 7.0),
                // .4 < .5 <= .4 + .3.
                new Case(new LogitWarp(1, 0, 0.5, 0), 0, 4 / 7.0, 0, 3 / 7.0),
                // After top-k 3 the masses are 4/9, 3/9, 2/9, so .75 is reached by the second only with renormalising.
                new Case(new LogitWarp(1, 3, 0.75, 0), 0, 4 / 7.0, 0, 3 / 7.0),
                // .6 * .4 = .24 drops .2 and .1.
                new Case(new LogitWarp(1, 0, 1, 0.6), 0, 4 / 7.0, 0, 3 / 7.0),
                new Case(new LogitWarp(1, 1, 1, 0), 0, 1, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("warps")
    void probability_underWarp_isTheTable(Case c) {
        NextToken next = NextToken.of(LOGITS, 0, 4, c.warp());
        for (int v = 0; v < 4; v++) {
            assertThat(next.probability(v)).as("token %d", v).isCloseTo(c.probabilities()[v], within(1e-6));
        }
    }

    @Test
    void draw_atBordersOfTheCumulativeMass_picksInIdOrder() {
        NextToken next = NextToken.of(LOGITS, 0, 4, LogitWarp.NONE);
        // Cumulated in id order: .1 .5 .7 1.
        assertThat(new int[] {next.draw(0), next.draw(0.0999), next.draw(0.1001), next.draw(0.4999)})
                .containsExactly(0, 0, 1, 1);
        assertThat(new int[] {next.draw(0.5001), next.draw(0.7001), next.draw(1 - 0x1p-53)})
                .containsExactly(2, 3, 3);
    }

    @ParameterizedTest
    @MethodSource("warps")
    void draw_manyTimes_hasTheFrequenciesOfTheTable(Case c) {
        NextToken next = NextToken.of(LOGITS, 0, 4, c.warp());
        long[] counts = new long[4];
        RandomKey key = RandomKey.of(7);
        for (int i = 0; i < 20_000; i++) {
            counts[next.draw(key.uniform(i))]++;
        }
        ChiSquare.of(counts, c.probabilities()).requireAbove(1e-3);
    }

    @Test
    void entropy_rankAndMoments_areThoseOfTheDistribution() {
        NextToken next = NextToken.of(LOGITS, 0, 4, LogitWarp.NONE);
        double entropy = -(0.1 * Math.log(0.1) + 0.4 * Math.log(0.4) + 0.2 * Math.log(0.2) + 0.3 * Math.log(0.3));
        assertThat(next.entropyNats()).isCloseTo(entropy, within(1e-6));
        assertThat(next.rank(1)).isZero();
        assertThat(next.rank(0)).isEqualTo(3);
        assertThat(next.logSumExp()).isCloseTo(0, within(1e-6));
        assertThat(next.meanLogit()).isCloseTo(Math.log(0.1 * 0.4 * 0.2 * 0.3) / 4, within(1e-6));
    }

    @Test
    void keeping_aTruncatedToken_bringsItBackIntoTheSupport() {
        NextToken next = NextToken.of(LOGITS, 0, 4, new LogitWarp(1, 2, 1, 0));
        assertThat(next.logProb(2)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(next.keeping(2).probability(2)).isCloseTo(2 / 9.0, within(1e-6));
    }
}
