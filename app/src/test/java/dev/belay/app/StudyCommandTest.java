package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    private static final String STUDY =
            Path.of("..", "studies", "noisy-rewards.yaml").toString();

    @TempDir
    private Path folder;

    @Test
    void study_unknownName_saysWhereItLooked() {
        CommandLineRun run = CommandLineRun.of("study", "noisy-reward");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no study \"noisy-reward\"").contains("studies");
    }

    @Test
    void study_unknownFamily_namesTheChoices() {
        CommandLineRun run = CommandLineRun.of("study", STUDY, "--families", "goood", "--out", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("goood").contains("good").contains("bad");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void study_intoAFolderWithOtherThings_leavesThemAlone() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "keep");
        CommandLineRun run = CommandLineRun.of("study", STUDY, "--out", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("holds no study").contains("--out");
        assertThat(folder.toFile().list()).containsExactly("mine.txt");
    }
}
