package dev.belay.loop.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassAtKTest {
    @ParameterizedTest
    @CsvSource({"10, 3, 5, .916667", "16, 4, 8, .961538", "4, 1, 4, 1", "4, 0, 2, 0", "8, 3, 1, .375"})
    void of_byHand(int n, int c, int k, double expected) {
        assertThat(PassAtK.of(n, c, k)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void of_isTheMeanOverAllSubsets() {
        // n = 6, c = 2, k = 3: of the 20 subsets, C(4,3) = 4 hold no right one.
        int hits = 0;
        int subsets = 0;
        for (int mask = 0; mask < 64; mask++) {
            if (Integer.bitCount(mask) == 3) {
                subsets++;
                hits += (mask & 0b11) != 0 ? 1 : 0;
            }
        }
        assertThat(PassAtK.of(6, 2, 3)).isCloseTo(hits / (double) subsets, within(1e-12));
    }

    @Test
    void of_growsWithKAndC() {
        for (int c = 0; c <= 12; c++) {
            for (int k = 1; k < 12; k++) {
                assertThat(PassAtK.of(12, c, k + 1)).isGreaterThanOrEqualTo(PassAtK.of(12, c, k));
                assertThat(PassAtK.of(12, Math.min(12, c + 1), k)).isGreaterThanOrEqualTo(PassAtK.of(12, c, k));
            }
        }
    }

    @Test
    void of_moreThanThereAre_isRefused() {
        assertThatThrownBy(() -> PassAtK.of(4, 1, 5)).hasMessageContaining("k 5");
    }
}
