package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void run_withoutCommand_printsOverview() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: belay").contains("Commands:").doesNotContain("warm-up");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void version_namesBelayAndJvm() {
        CommandLineRun run = CommandLineRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("belay ").contains("JDK 25");
    }

    @Test
    void wrongChoice_namesTheChoicesAsHelpDoes() {
        CommandLineRun run = CommandLineRun.of("generate", "--model", "none", "--dtype", "half", "--prompt", "1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("expected one of fp32, bf16, auto but was 'half'");
    }

    @Test
    void unknownOption_isWrongInputWithTheWayToHelp() {
        CommandLineRun run = CommandLineRun.of("--verison");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--verison").contains("--version").contains("belay --help");
    }
}
