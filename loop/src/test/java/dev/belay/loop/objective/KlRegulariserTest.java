package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.objective.KlRegulariser.Estimator;
import dev.belay.testkit.GradCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KlRegulariserTest {
    @ParameterizedTest
    @CsvSource({
        // x = logp - reference: x, x²/2, exp(-x) + x - 1
        "0.5,  0.5, 0.125, 0.106531",
        "-0.5, -0.5, 0.125, 0.148721",
        "0, 0, 0, 0"
    })
    void value_byHand(double x, double k1, double k2, double k3) {
        assertThat(Estimator.K1.value(x)).isCloseTo(k1, within(1e-6));
        assertThat(Estimator.K2.value(x)).isCloseTo(k2, within(1e-6));
        assertThat(Estimator.K3.value(x)).isCloseTo(k3, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void loss_gradientByFiniteDifferences(Estimator estimator) {
        KlRegulariser kl = new KlRegulariser(.7, estimator);
        float[] reference = {-1, -1, -2};
        float[] at = {-.4f, -1.8f, -2.1f};
        float[] weights = new float[3];
        kl.loss(Views.withReference(at, reference), weights);
        GradCheck.compare(
                        x -> kl.loss(Views.withReference(x[0], reference), new float[3]),
                        new float[][] {at},
                        new float[][] {weights})
                .requireWithin(2e-3);
    }

    @Test
    void loss_farFromTheReference_staysFinite() {
        float[] w = new float[1];
        double loss =
                new KlRegulariser(1, Estimator.K3).loss(Views.withReference(new float[] {-800}, new float[] {0}), w);
        assertThat(loss).isEqualTo(10);
        assertThat(w[0]).isZero();
    }

    @Test
    void loss_addsToTheWeightsThatAreThere() {
        float[] w = {5};
        new KlRegulariser(2, Estimator.K2).loss(Views.withReference(new float[] {-1}, new float[] {-1.5f}), w);
        assertThat(w[0]).isEqualTo(6);
    }
}
