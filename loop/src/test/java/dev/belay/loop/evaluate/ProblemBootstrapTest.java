package dev.belay.loop.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.RandomKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemBootstrapTest {
    private static Figure mean(double... values) {
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        return new Figure("m", values, ones);
    }

    private static Estimate estimate(Figure f, long seed) {
        return new ProblemBootstrap(400, .95)
                .estimate(List.of(f), f.numerator().length, RandomKey.of(seed))
                .values()
                .iterator()
                .next();
    }

    @Test
    void estimate_ofAConstant_hasNoWidth() {
        assertThat(estimate(mean(.5, .5, .5), 1)).isEqualTo(new Estimate(.5, .5, .5, 3));
    }

    @Test
    void estimate_sameSeed_sameInterval() {
        assertThat(estimate(mean(0, 1, 1, 0, 1), 1)).isEqualTo(estimate(mean(0, 1, 1, 0, 1), 1));
    }

    @Test
    void estimate_isAQuotientOfSums() {
        // Right 1 of 2 parsed, then 3 of 3 parsed: 4 / 5, not the mean of .5 and 1.
        assertThat(estimate(new Figure("m", new double[] {1, 3}, new double[] {2, 3}), 1)
                        .value())
                .isCloseTo(.8, within(1e-12));
    }

    @Test
    void estimate_withoutDenominator_isLeftOut() {
        assertThat(new ProblemBootstrap(400, .95)
                        .estimate(List.of(new Figure("m", new double[2], new double[2])), 2, RandomKey.of(1)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, .4})
    void estimate_coversTheTruth(double spread) {
        // 60 problems of 4 samples, success rate .5 ± spread: a 95 % interval must hold .5 about 95 times in 100.
        int covered = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            RandomKey key = RandomKey.of(run).child("coverage");
            double[] right = new double[60];
            double[] judged = new double[60];
            for (int p = 0; p < 60; p++) {
                double rate = .5 + (key.child("rate").uniform(p) < .5 ? spread : -spread);
                for (int i = 0; i < 4; i++) {
                    right[p] += key.child(p).uniform(i) < rate ? 1 : 0;
                }
                judged[p] = 4;
            }
            Estimate e = estimate(new Figure("m", right, judged), run);
            covered += e.low() <= .5 && .5 <= e.high() ? 1 : 0;
        }
        assertThat(covered / (double) runs).isBetween(.92, .975);
    }
}
