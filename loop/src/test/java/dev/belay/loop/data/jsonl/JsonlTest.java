package dev.belay.loop.data.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.data.Reference;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path write(String... lines) {
        try {
            return Files.write(folder.resolve("rows.jsonl"), List.of(lines));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ProblemSource open(Path file) {
        return new Jsonl(file.toString(), "prompt", "auto", "", "auto").open();
    }

    private static List<String> ids(List<Problem> problems) {
        return problems.stream().map(Problem::id).toList();
    }

    @Test
    void open_readsTrlRows() {
        Path file = write(
                "{\"prompt\": \"1+1?\", \"solution\": \"2\"}",
                "",
                "{\"prompt\": [{\"role\": \"system\", \"content\": \"Be brief.\"}, {\"role\": \"user\", \"content\": \"2+2?\"}], \"answer\": 4}");
        List<Problem> problems = open(file).first(10);
        assertThat(problems.get(0)).isEqualTo(Problem.of("line-1", "1+1?", "2"));
        assertThat(problems.get(1).id()).isEqualTo("line-3");
        assertThat(problems.get(1).prompt())
                .containsExactly(new Message(Message.Role.SYSTEM, "Be brief."), Message.user("2+2?"));
        assertThat(problems.get(1).reference()).isEqualTo(Reference.answer("4"));
    }

    @Test
    void open_readsVerlRows() {
        Path file = write("{\"id\": \"v1\", \"prompt\": [{\"role\": \"user\", \"content\": \"Q\"}], "
                + "\"reward_model\": {\"style\": \"rule\", \"ground_truth\": [\"7\", \"seven\"]}}");
        assertThat(open(file).first(1).getFirst().reference()).isEqualTo(new Reference.Answers(List.of("7", "seven")));
    }

    @Test
    void open_takesWhatFollowsAMarker() {
        Path file = write("{\"question\": \"Q\", \"answer\": \"3 #### of 4\\n#### 12\"}");
        ProblemSource source = new Jsonl(file.toString(), "question", "answer", "####", "auto").open();
        assertThat(source.first(1).getFirst().reference()).isEqualTo(Reference.answer("12"));
    }

    @Test
    void next_dealsEveryProblemOnceAPass_inAnOrderOfTheSeed() {
        String[] rows = new String[7];
        for (int i = 0; i < 7; i++) {
            rows[i] = "{\"id\": " + i + ", \"prompt\": \"p\", \"answer\": \"1\"}";
        }
        ProblemSource source = open(write(rows));
        RunState start = RunState.start(5, 10);
        List<String> first = ids(source.next(7, start));
        List<String> second = ids(source.next(7, start.next(7)));
        assertThat(first)
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6")
                .isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first);
        // The deal does not depend on how it is cut into steps.
        assertThat(ids(source.next(4, start.next(5))))
                .containsExactly(first.get(5), first.get(6), second.get(0), second.get(1));
        assertThat(ids(source.next(7, RunState.start(6, 10)))).isNotEqualTo(first);
    }

    @Test
    void open_brokenLine_isNamed() {
        Path file = write("{\"prompt\": \"a\", \"answer\": \"1\"}", "{\"prompt\": \"b\", ");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("rows.jsonl, line 2, column ")
                .hasMessageContaining("broken JSON");
    }

    @Test
    void open_missingColumn_isNamedWithWhatIsThere() {
        Path file = write("{\"prompt\": \"a\", \"answr\": \"1\"}");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 1, solution or answer or reward_model.ground_truth: missing")
                .hasMessageContaining("prompt, answr");
    }

    @Test
    void open_wrongType_isNamed() {
        Path file = write("{\"prompt\": true, \"answer\": \"1\"}");
        assertThatThrownBy(() -> open(file)).hasMessageContaining("line 1, prompt: must be text or a list");
    }

    @Test
    void open_idTwice_isNamedWithBothLines() {
        Path file = write(
                "{\"id\": \"x\", \"prompt\": \"a\", \"answer\": \"1\"}",
                "{\"id\": \"x\", \"prompt\": \"b\", \"answer\": \"1\"}");
        assertThatThrownBy(() -> open(file)).hasMessageContaining("line 2").hasMessageContaining("line 1 already");
    }

    @Test
    void open_noFileOrNoRows_isRefused() {
        assertThatThrownBy(() -> open(folder.resolve("none.jsonl"))).hasMessageContaining("there is no file");
        assertThatThrownBy(() -> open(write(""))).hasMessageContaining("holds no problems");
    }
}
