package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {
    @TempDir
    private Path folder;

    private String rows(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.jsonl"), List.of(lines)).toString();
    }

    @Test
    void score_answerAndFormat_sumsThemAndKeepsBoth() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "score",
                rows("{\"id\": 1, \"gold\": \"4\", \"responses\": [\"so \\\\boxed{4}\", \"\\\\boxed{5}\", \"four\"]}"),
                "--reward",
                "answer",
                "--reward",
                "{use: boxed-format, weight: 0.5}");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "{\"id\":1,\"sample\":0,\"reward\":1.5,\"scores\":{\"answer\":1.0,\"boxed-format\":1.0}}",
                        "{\"id\":1,\"sample\":1,\"reward\":0.5,\"scores\":{\"answer\":0.0,\"boxed-format\":1.0}}",
                        "{\"id\":1,\"sample\":2,\"reward\":0.0,\"scores\":{\"answer\":0.0,\"boxed-format\":0.0}}");
    }

    @Test
    void score_withoutGold_isUngradableAndNotZero() throws IOException {
        CommandLineRun run = CommandLineRun.of("score", rows("{\"id\": 1, \"response\": \"\\\\boxed{4}\"}"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\"reward\":null")
                .contains("\"answer\":null")
                .contains("\"ungradable\":");
    }

    @Test
    void score_unknownReward_suggestsTheNearest() throws IOException {
        CommandLineRun run = CommandLineRun.of("score", rows("{\"response\": \"x\"}"), "--reward", "anwser");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean \"answer\"");
    }
}
