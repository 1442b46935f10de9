package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogClipObjectiveTest {
    private static final LogClipObjective CPGD = new LogClipObjective(.2, .2, Aggregation.TOKEN_MEAN);

    @ParameterizedTest
    @CsvSource({
        // rho, A, loss = -min(ln(rho) A, clip(ln rho, ln .8, ln 1.2) A), weight -A unless cut off
        "1.3,  1, -0.182322,  0",
        "0.7,  1,  0.356675, -1",
        "1.3, -1,  0.262364,  1",
        "0.7, -1, -0.223144,  0",
        "4.0, -1,  1.386294,  1"
    })
    void loss_byHand(double rho, double a, double loss, double weight) {
        float[] w = new float[1];
        assertThat(CPGD.loss(Views.ratio(rho, a), w).sum()).isCloseTo(loss, within(1e-6));
        assertThat(w[0]).isEqualTo((float) weight);
    }

    @Test
    void loss_gradientByFiniteDifferences() {
        Views.checkGradient(
                CPGD,
                Views.of(
                        new float[] {-.5f, -1.2f, -2f, -.7f},
                        new float[] {-.6f, -.9f, -1.2f, -1.5f},
                        1,
                        -.5f,
                        -2,
                        1.5f));
    }
}
