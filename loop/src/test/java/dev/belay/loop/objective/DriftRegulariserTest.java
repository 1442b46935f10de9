package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftRegulariserTest {
    private static final DriftRegulariser DRIFT = new DriftRegulariser(.1, 2);

    @ParameterizedTest
    @CsvSource({
        // The stop-gradient hides half of the loss from finite differences, so the weight itself: .1 min(rho - 1, 2).
        "1, 0",
        "1.5, .05",
        "0.6, -.04",
        "5, .2"
    })
    void weights_byHand(double rho, double weight) {
        float[] w = new float[1];
        DRIFT.loss(Views.ratio(rho, 1), w);
        assertThat(w[0]).isCloseTo((float) weight, within(1e-6f));
    }

    @Test
    void loss_onPolicy_isZero() {
        float[] w = new float[2];
        assertThat(DRIFT.loss(Views.of(new float[] {-1, -2}, new float[] {-1, -2}, 1, 1), w))
                .isZero();
        assertThat(w).containsOnly(0);
    }

    @Test
    void weights_onPolicyExpectation_isTheGradientOfKlOldNew() {
        // Two actions, old probabilities .5/.5, new .7/.3. d KL(old ‖ new) / d logit_0 = new_0 - old_0 = .2.
        // Expectation under new of (rho - 1) d logp / d logit_0 with rho = new/old must be the same.
        double p = .7;
        double[] score = {1 - p, -p};
        double expected = 0;
        double[] probability = {p, 1 - p};
        for (int a = 0; a < 2; a++) {
            float[] w = new float[1];
            new DriftRegulariser(1, 100)
                    .loss(
                            Views.of(
                                    new float[] {(float) Math.log(probability[a])},
                                    new float[] {(float) Math.log(.5)},
                                    0),
                            w);
            expected += .5 * w[0] * score[a];
        }
        assertThat(expected).isCloseTo(.2, within(1e-6));
    }
}
