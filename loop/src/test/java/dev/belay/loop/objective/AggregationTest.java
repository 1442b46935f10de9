package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationTest {
    @ParameterizedTest
    @CsvSource({
        // Token losses {1,1} and {2 x8}, budget 16.
        "TOKEN_MEAN, 1.8", // 18 / 10
        "SEQUENCE_MEAN, 1.5", // (1 + 2) / 2
        "SEQUENCE_SUM, 9", // (2 + 16) / 2
        "CONSTANT, .5625" // 18 / (2 * 16)
    })
    void scale_byHand(Aggregation aggregation, double expected) {
        BatchShape shape = new BatchShape(new int[] {2, 8}, 16);
        double loss = aggregation.scale(0, shape) * 2 + aggregation.scale(1, shape) * 16;
        assertThat(loss).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"TOKEN_MEAN", "SEQUENCE_MEAN"})
    void scale_withoutTokens_isZero(Aggregation aggregation) {
        assertThat(aggregation.scale(0, new BatchShape(new int[] {0}, 16))).isZero();
    }
}
