package dev.belay.lab.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelTest {
    private static final Family FAMILY =
            new Family("t", "test", 3, 9, List.of(new TraceStyle(Strategy.PLAIN, 1, 0, 0, 0, 0)));
    private static final PretrainPlan PLAN = new PretrainPlan(FAMILY, 8, 1, 1, 1, 8, 2, 1, 1e-3, 0);

    @TempDir
    private Path folder;

    @Test
    void train_placeThatCannotBeWritten_isRefusedBeforeTheFirstStep() throws IOException {
        Path out = Files.writeString(folder.resolve("file"), "").resolve("model");

        assertThatThrownBy(() -> BaseModel.train(PLAN, out, step -> {
                    throw new AssertionError("trained already");
                }))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot write " + out);
    }

    @Test
    void train_existingFolder_isRefusedAndKept() throws IOException {
        Path out = Files.createDirectory(folder.resolve("model"));

        assertThatThrownBy(() -> BaseModel.train(PLAN, out, step -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("exists already");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void train_endedInAStep_leavesNoFolder() {
        Path out = folder.resolve("model");

        assertThatThrownBy(() -> BaseModel.train(PLAN, out, step -> {
                    assertThat(out).isEmptyDirectory();
                    throw new IllegalStateException("stopped");
                }))
                .hasMessage("stopped");
        assertThat(out).doesNotExist();
    }
}
