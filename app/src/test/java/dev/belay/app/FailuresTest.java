package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.reward.TooManyUngradable;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
    private final StringWriter err = new StringWriter();

    private int handle(Exception failure) {
        CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create()).setErr(new PrintWriter(err, true));
        return new Failures().handleExecutionException(failure, line, null);
    }

    @Test
    void invalidInput_isItsMessageAndExitCode2() {
        int code = handle(new InvalidInputException("recipe.yaml:3: unknown key \"stpes\""));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("belay: recipe.yaml:3: unknown key \"stpes\"" + System.lineSeparator());
    }

    @Test
    void invalidInput_insideAnotherException_isStillWrongInput() {
        int code = handle(new IllegalStateException("worker failed", new InvalidInputException("no such model")));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("no such model").doesNotContain("worker failed");
    }

    @Test
    void tooManyUngradable_isItsWholeMessageAndExitCode1() {
        String message = "3 of 8 samples could not be graded:\n  chains-17#2: timed out\n  chains-19#0: crashed";

        int code = handle(new IllegalStateException("worker failed", new TooManyUngradable(message)));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("belay: failed: 3 of 8")
                .contains("chains-17#2: timed out")
                .contains("chains-19#0: crashed")
                .doesNotContain("stack trace");
    }

    @Test
    void aLibrarysException_keepsItsName() {
        handle(new ArithmeticException("/ by zero"));

        assertThat(err.toString()).contains("belay: failed: ArithmeticException: / by zero");
    }

    @Test
    void anythingElse_isOneLineAndAFileWithTheTrace() throws IOException {
        int code = handle(new IllegalStateException("the step count went backwards\nC++ stack"));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString())
                .contains("belay: failed: the step count went backwards")
                .doesNotContain("IllegalStateException");
        Matcher file = Pattern.compile("stack trace is in (\\S+)").matcher(err.toString());
        assertThat(file.find()).isTrue();
        Path trace = Path.of(file.group(1));
        assertThat(Files.readString(trace)).contains("at " + FailuresTest.class.getName());
        Files.delete(trace);
    }
}
