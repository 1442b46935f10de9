package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxedFormatRewardTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\\boxed{wrong}; 1",
                "\\fbox{1}; 1",
                "\\boxed{\\frac{1}{2}}; 1",
                "\\boxed{ }; 0",
                "\\boxed{1; 0",
                "\\boxed 1; 0",
                "22; 0",
                // The last box decides, as it does for the grader.
                "\\boxed{1} \\boxed{}; 0",
            })
    void score_needsAFilledBox(String text, double value) {
        Score s = new BoxedFormatReward()
                .score(Samples.group("p", "1", text), Samples.context(1))
                .getFirst();
        assertThat(((Score.Scored) s).value()).isEqualTo(value);
    }
}
