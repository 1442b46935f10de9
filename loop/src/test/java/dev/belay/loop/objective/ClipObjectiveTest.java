package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipObjectiveTest {
    private static final ClipObjective CLIP = ClipObjective.of(.2, .28, Aggregation.TOKEN_MEAN);
    private static final ClipObjective DUAL = new ClipObjective(.2, .28, 3, Aggregation.TOKEN_MEAN);

    @ParameterizedTest
    @CsvSource({
        // rho, A, loss = -min(rho A, clip(rho, .8, 1.28) A), the same with dual clip 3, dL/dlogp = -A rho unless cut
        // off
        "1.3,  1, -1.28, -1.28,  0",
        "0.7,  1, -0.7,  -0.7,  -0.7",
        "1.3, -1,  1.3,   1.3,   1.3",
        "0.7, -1,  0.8,   0.8,   0",
        "4.0, -1,  4.0,   3.0,   4.0"
    })
    void loss_byHand(double rho, double a, double loss, double dual, double weight) {
        float[] w = new float[1];
        assertThat(CLIP.loss(Views.ratio(rho, a), w).sum()).isCloseTo(loss, within(1e-6));
        assertThat(w[0]).isCloseTo((float) weight, within(1e-5f));
        float[] v = new float[1];
        assertThat(DUAL.loss(Views.ratio(rho, a), v).sum()).isCloseTo(dual, within(1e-6));
        assertThat(v[0]).isCloseTo(rho > 3 ? 0 : (float) weight, within(1e-5f));
    }

    @Test
    void loss_gradientByFiniteDifferences() {
        TokenView v = Views.of(
                new float[] {-.5f, -1.2f, -2f, -.7f, -1f, -3f},
                new float[] {-.6f, -.9f, -1.2f, -1.5f, -1f, -1.5f},
                1,
                -.5f,
                -2,
                1.5f,
                .3f,
                2);
        Views.checkGradient(CLIP, v);
        Views.checkGradient(DUAL, v);
        Views.checkGradient(
                ClipObjective.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Aggregation.TOKEN_MEAN), v);
    }

    @Test
    void loss_countsWhereTheGradientIsCutOff() {
        TokenView v = Views.of(
                new float[] {0, 0, 0}, new float[] {(float) -Math.log(1.3), (float) -Math.log(.7), 0}, 1, -1, 1);
        Loss loss = CLIP.loss(v, new float[3]);
        assertThat(loss.clippedHigh()).isEqualTo(1);
        assertThat(loss.clippedLow()).isEqualTo(1);
    }

    @Test
    void loss_skipsTokensThatAreNotTrainable() {
        TokenView v = new TokenView(
                new float[] {-1, -1}, new float[] {-1, -1}, new float[] {1, 1}, new boolean[] {true, false});
        float[] w = new float[2];
        assertThat(CLIP.loss(v, w).sum()).isEqualTo(-1);
        assertThat(w).containsExactly(-1, 0);
    }

    @Test
    void loss_hugeRatio_staysFinite() {
        float[] w = new float[1];
        Loss loss = CLIP.loss(Views.of(new float[] {-.1f}, new float[] {-900}, -1), w);
        assertThat(loss.sum()).isFinite();
        assertThat(w[0]).isFinite();
    }

    @Test
    void low_aboveOne_isRefused() {
        assertThatThrownBy(() -> ClipObjective.of(1.5, .2, Aggregation.TOKEN_MEAN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("low must be in [0, 1]")
                .hasMessageContaining("got 1.5");
    }
}
