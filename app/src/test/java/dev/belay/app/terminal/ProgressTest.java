package dev.belay.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();
    private Instant now = Instant.EPOCH;

    @Test
    void plain_printsEveryFiveSecondsAndAtTheEnd() {
        try (Progress progress = Progress.plain(new PrintWriter(text, true), "train", 100, () -> now)) {
            now = now.plusSeconds(4);
            progress.at(10, "reward 0.10");
            now = now.plusSeconds(6);
            progress.at(25, "reward 0.25"); // 6 s for the 15 steps since the first report, so 30 s for the other 75
            now = now.plusSeconds(2);
            progress.at(99, "reward 0.99");
            now = now.plusSeconds(1);
            progress.at(100, "reward 1.00");
        }
        assertThat(text.toString().lines())
                .containsExactly("train 25/100  reward 0.25  ETA 30 s", "train 100/100  reward 1.00  done in 13 s");
    }

    @Test
    void plain_slowFirstStep_isNotWhatTheTimeLeftIsJudgedBy() {
        try (Progress progress = Progress.plain(new PrintWriter(text, true), "train", 10, () -> now)) {
            now = now.plusSeconds(60); // base evaluation, compiling
            progress.at(1, "");
            now = now.plusSeconds(6);
            progress.at(2, ""); // 8 to go at 6 s
        }
        assertThat(text.toString().lines()).containsExactly("train 1/10  ETA estimating", "train 2/10  ETA 48 s");
    }

    @Test
    void plain_afterResuming_judgesTheTimeLeftByItsOwnSteps() {
        try (Progress progress = Progress.plain(new PrintWriter(text, true), "train", 100, () -> now)) {
            progress.resumeAt(80);
            now = now.plusSeconds(10);
            progress.at(81, "");
            now = now.plusSeconds(9);
            progress.at(90, ""); // 9 steps in 9 s, 10 to go
        }
        assertThat(text.toString().lines()).containsExactly("train 81/100  ETA estimating", "train 90/100  ETA 10 s");
    }

    @Test
    void shown_usesTheLargestUnitNeeded() {
        assertThat(Progress.shown(Duration.ofMillis(41_600))).isEqualTo("42 s");
        assertThat(Progress.shown(Duration.ofSeconds(187))).isEqualTo("3:07");
        assertThat(Progress.shown(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
    }
}
