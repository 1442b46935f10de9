package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    @TempDir
    private Path folder;

    private static MetricsRow row(int step, double reward) {
        return new MetricsRow(step, false, Map.of("reward", reward));
    }

    @Test
    void write_row_isOnDiskAtOnceAsOneLine() throws IOException {
        Path file = folder.resolve("m.jsonl");
        try (MetricsLog log = MetricsLog.continuing(file, -1)) {
            log.write(new MetricsRow(0, true, Map.of("eval_greedy/accuracy", 0.25)));
            log.write(row(1, 1e-7));

            assertThat(Files.readString(file)).isEqualTo("""
                            {"step":0,"evaluation":true,"eval_greedy/accuracy":0.25}
                            {"step":1,"reward":1.0E-7}
                            """);
        }
    }

    @Test
    void write_notANumber_isLeftOut() throws IOException {
        Path file = folder.resolve("m.jsonl");
        try (MetricsLog log = MetricsLog.continuing(file, -1)) {
            log.write(row(1, Double.NaN));
        }

        assertThat(Files.readString(file)).isEqualTo("{\"step\":1}\n");
    }

    @Test
    void continuing_laterRowsAndHalfARow_areCutOff() throws IOException {
        Path file = folder.resolve("m.jsonl");
        Files.writeString(file, "{\"step\":1,\"reward\":1.0}\n{\"step\":2,\"reward\":2.0}\n{\"step\":3,\"rew");

        try (MetricsLog log = MetricsLog.continuing(file, 1)) {
            log.write(row(2, 5));
        }

        assertThat(MetricsLog.read(file)).containsExactly(row(1, 1), row(2, 5));
    }

    @Test
    void read_brokenLine_isNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("m.jsonl"), "{\"step\":1}\nnonsense\n");

        assertThatThrownBy(() -> MetricsLog.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file + ":2: not JSON: Unrecognized token 'nonsense'");
    }

    @Test
    void read_rowWithoutStep_isNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("m.jsonl"), "{\"reward\":1}\n");

        assertThatThrownBy(() -> MetricsLog.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + ":1: a row needs a whole number \"step\"");
    }

    @Test
    void repeatable_whatTheClockSays_isLeftOut() {
        MetricsRow row = new MetricsRow(
                1,
                false,
                Map.of("reward", 1.0, "step_time", 2.0, "time/rollout", 3.0, "sampled_tokens_per_second", 4.0));

        assertThat(row.repeatable()).isEqualTo(row(1, 1));
    }
}
