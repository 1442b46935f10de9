package dev.belay.loop.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentileIntervalTest {
    @Test
    void of_percentilesBetweenDraws_areInterpolated() {
        // Type 7: the quantile q of 4 draws lies at place 3 q. q = .25 is place .75: 7.5; q = .75 is place 2.25: 22.5.
        assertThat(PercentileInterval.of(new double[] {30, 0, 20, 10}, 0.5))
                .isEqualTo(new PercentileInterval(7.5, 22.5));
    }

    @Test
    void of_undefinedDraws_areLeftOut() {
        assertThat(PercentileInterval.of(new double[] {Double.NaN, 30, 0, 20, 10, Double.NaN}, 0.5))
                .isEqualTo(new PercentileInterval(7.5, 22.5));
    }

    @Test
    void of_noDefinedDraw_isUndefined() {
        assertThat(PercentileInterval.of(new double[] {Double.NaN}, 0.5))
                .isEqualTo(new PercentileInterval(Double.NaN, Double.NaN));
    }
}
