package dev.belay.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedSpreadTest {
    @Test
    void of_twoSeeds_separatesSpreadFromSamplingError() {
        // Means .5 and 1: deviation sqrt(2 * .25^2 / 1) = .35355. Squared errors of the rows: (.25 * 4 / 3) / 4 = 1/12
        // and 0.
        SeedSpread spread =
                SeedSpread.of(new Outcomes(List.of("a", "b", "c", "d"), new double[][] {{0, 1, 0, 1}, {1, 1, 1, 1}}));
        assertThat(spread.standardDeviation()).isCloseTo(0.35355, within(1e-5));
        assertThat(spread.standardError()).isCloseTo(Math.sqrt(1.0 / 24), within(1e-12));
        assertThat(spread.lowest()).isEqualTo(0.5);
        assertThat(spread.highest()).isEqualTo(1.0);
    }

    @Test
    void of_oneSeed_saysThatNothingIsKnown() {
        assertThat(SeedSpread.of(new Outcomes(List.of("a", "b"), new double[][] {{0, 1}}))
                        .standardDeviation())
                .isNaN();
    }

    @Test
    void outcomes_scoreOutsideRange_isRefused() {
        assertThatThrownBy(() -> new Outcomes(List.of("a"), new double[][] {{1.5}}))
                .hasMessageContaining("[0, 1]")
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> new Outcomes(List.of("a"), new double[][] {{Double.NaN}}))
                .hasMessageContaining("NaN");
    }
}
