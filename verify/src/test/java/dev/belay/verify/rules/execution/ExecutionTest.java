package dev.belay.verify.rules.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.verify.rules.execution.ExecutionOutcome.Decided;
import dev.belay.verify.rules.execution.ExecutionOutcome.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionTest {

    @ParameterizedTest
    @CsvSource({
        "0, 3, 4, 0.75, true",
        "1, 3, 4, 0, false",
        "1, 4, 4, 1, true",
        "0.75, 3, 4, 0.75, true",
        "0, 0, 4, 0, true"
    })
    void passRate_isTheShareFromTheThresholdOn(double threshold, int passed, int total, double score, boolean passes) {
        var result = new PassRate(threshold).score(new Decided(passed, total)).orElseThrow();
        assertThat(result.score()).isEqualTo(score);
        assertThat(result.passed()).isEqualTo(passes);
    }

    @Test
    void unavailableSandbox_givesNoScore() {
        assertThat(new PassRate(0).score(new Unavailable("no sandbox"))).isEmpty();
    }

    @Test
    void outcome_isChecked() {
        assertThatThrownBy(() -> new Decided(5, 4)).hasMessageContaining("5 of 4");
        assertThatThrownBy(() -> new Decided(0, 0)).hasMessageContaining("0 of 0");
        assertThatThrownBy(() -> new CodeRunner.Limits(0, 1)).hasMessageContaining("0 and 1");
    }

    @Test
    void fencedCode_lastCompleteBlock() {
        assertThat(FencedCode.last("```\na\n```\ntext\n```python x\nb = 1\nc\n```\n"))
                .contains(new FencedCode("python", "b = 1\nc"));
        assertThat(FencedCode.last("```py\na\n```\n```py\nb")).contains(new FencedCode("py", "a"));
        assertThat(FencedCode.last("```py\n```")).contains(new FencedCode("py", ""));
        assertThat(FencedCode.last("```py a ```")).isEmpty();
        assertThat(FencedCode.last("")).isEmpty();
    }
}
