package dev.belay.loop.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueLossTest {
    /** max((v - R)², (clip(v, old - .2, old + .2) - R)²) / 2. */
    @ParameterizedTest
    @CsvSource({
        // v, old, R: inside the range; beyond it towards R; beyond it away from R; beyond it and past R.
        ".1, 0, 1, .405, -.9, false",
        ".5, 0, 1, .32, 0, true",
        "-.5, 0, 1, 1.125, -1.5, false",
        "2, 0, 1, .5, 1, false"
    })
    void of_goldenValues(double v, double old, double target, double value, double gradient, boolean clipped) {
        ValueLoss loss = ValueLoss.of(v, old, target, 0.2);
        assertThat(loss.value()).isCloseTo(value, within(1e-12));
        assertThat(loss.gradient()).isCloseTo(gradient, within(1e-12));
        assertThat(loss.clipped()).isEqualTo(clipped);
    }

    @Test
    void of_gradientIsThatOfTheValue() {
        double h = 1e-6;
        for (double v = -2; v < 2; v += 0.0371) {
            double slope = (ValueLoss.of(v + h, 0.3, 0.9, 0.5).value()
                            - ValueLoss.of(v - h, 0.3, 0.9, 0.5).value())
                    / (2 * h);
            assertThat(ValueLoss.of(v, 0.3, 0.9, 0.5).gradient()).as("at %s", v).isCloseTo(slope, within(1e-6));
        }
    }

    @Test
    void of_unlimitedRange_isTheSquaredError() {
        assertThat(ValueLoss.of(5, 0, 1, Double.POSITIVE_INFINITY)).isEqualTo(new ValueLoss(8, 4, false));
    }
}
