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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
        return new Jsonl(file.toString(), "auto", "auto", "", "auto").open();
    }

    private static List<String> ids(List<Problem> problems) {
        return problems.stream().map(Problem::id).toList();
    }

    @Test
    void jsonl_standardInput_isRefused() {
        assertThatThrownBy(() -> new Jsonl("-", "auto", "auto", "", "auto"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("path must be a file");
    }

    @Test
    void open_readsTrlRows() {
        Path file = write(
                "{\"prompt\": \"1+1?\", \"solution\": \"2\"}",
                "",
                "{\"prompt\": [{\"role\": \"system\", \"content\": \"Be brief.\"}, {\"role\": \"user\", \"content\":"
                        + " \"2+2?\"}], \"answer\": 4}");
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
                .hasMessageMatching(".*rows\\.jsonl:2:\\d+: not JSON: (?s:.*)");
    }

    @Test
    void open_missingColumn_isNamedWithWhatIsThere() {
        Path file = write("{\"prompt\": \"a\", \"answr\": \"1\"}");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("rows.jsonl:1: needs \"solution\" or \"answer\" or \"reward_model.ground_truth\";"
                        + " found prompt, answr");
    }

    @Test
    void open_wrongType_isNamed() {
        Path file = write("{\"prompt\": true, \"answer\": \"1\"}");
        assertThatThrownBy(() -> open(file))
                .hasMessageEndingWith(
                        "rows.jsonl:1: column \"prompt\" must be text or a list of {role, content}, got a truth"
                                + " value, true");
    }

    @Test
    void open_columnOfThePrompt_isFound() {
        for (String column : List.of("prompt", "question", "problem")) {
            Path file = write("{\"" + column + "\": \"Q\", \"answer\": \"1\"}");
            assertThat(open(file).first(1).getFirst().prompt()).containsExactly(Message.text("Q"));
        }
        Path messages = write("{\"messages\": [{\"role\": \"user\", \"content\": \"Q\"}], \"answer\": \"1\"}");
        assertThat(open(messages).first(1).getFirst().prompt()).containsExactly(Message.user("Q"));
        assertThatThrownBy(() -> open(write("{\"text\": \"Q\", \"answer\": \"1\"}")))
                .hasMessageEndingWith(
                        ":1: needs \"prompt\" or \"messages\" or \"question\" or \"problem\"; found text, answer");
    }

    @Test
    void open_conversationThatTheAssistantEnds_isRefused() {
        Path file = write("{\"prompt\": [{\"role\": \"user\", \"content\": \"Q\"},"
                + " {\"role\": \"assistant\", \"content\": \"A\"}], \"answer\": \"1\"}");
        assertThatThrownBy(() -> open(file))
                .hasMessageContaining(":1: column \"prompt\" ends with the assistant's turn");
    }

    @Test
    void open_keyTwiceInARow_isRefused() {
        Path file = write("{\"prompt\": \"a\", \"answer\": \"1\", \"answer\": \"2\"}");
        assertThatThrownBy(() -> open(file))
                .hasMessageContaining("rows.jsonl:1:")
                .hasMessageContaining("answer");
    }

    @Test
    void place_isFileAndLine() {
        Path file = write("", "{\"prompt\": \"a\", \"answer\": \"1\"}");
        ProblemSource source = open(file);
        assertThat(source.place(source.first(1).getFirst())).isEqualTo(file + ":2");
    }

    @Test
    void open_packedFile_isRead() throws IOException {
        Path file = folder.resolve("rows.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"prompt\": \"Größe?\", \"answer\": \"1\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(open(file).first(2)).containsExactly(Problem.of("line-1", "Größe?", "1"));
    }

    @Test
    void open_notUtf8_isSaid() throws IOException {
        Path file = Files.write(folder.resolve("latin.jsonl"), new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}'});
        assertThatThrownBy(() -> open(file)).hasMessageContaining("not UTF-8");
    }

    private Path parquet(String select) throws SQLException {
        Path file = folder.resolve("rows.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }

    @Test
    void open_verlRowsInParquet_areReadAsThoseInJson() throws SQLException {
        Path file = parquet(
                "SELECT 'gsm8k' AS data_source, [{'role': 'user', 'content': 'What is 1+' || i || '?'}] AS prompt,"
                        + " {'style': 'rule', 'ground_truth': CAST(i + 1 AS VARCHAR)} AS reward_model FROM range(3) t(i)");
        List<Problem> problems = open(file).first(5);
        assertThat(problems).hasSize(3);
        assertThat(problems.get(2).id()).isEqualTo("line-3");
        assertThat(problems.get(2).prompt()).containsExactly(Message.user("What is 1+2?"));
        assertThat(problems.get(2).reference()).isEqualTo(Reference.answer("3"));
    }

    @Test
    void open_parquetWithoutTheColumn_namesRowAndColumns() throws SQLException {
        Path file = parquet("SELECT 'q' AS prompt, 1 AS label");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith(
                        "rows.parquet:1: needs \"solution\" or \"answer\" or \"reward_model.ground_truth\"; found"
                                + " prompt, label");
    }

    @Test
    void open_parquetThatIsNone_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.parquet"), "not parquet at all");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot be read as Parquet");
        assertThatThrownBy(() -> open(folder.resolve("none.parquet")))
                .hasMessageContaining("none.parquet does not exist");
    }

    @Test
    void open_idTwice_isNamedWithBothLines() {
        Path file = write(
                "{\"id\": \"x\", \"prompt\": \"a\", \"answer\": \"1\"}",
                "{\"id\": \"x\", \"prompt\": \"b\", \"answer\": \"1\"}");
        assertThatThrownBy(() -> open(file))
                .hasMessageEndingWith("rows.jsonl:2: the id \"x\" was used in line 1 already");
    }

    @Test
    void open_noFileOrNoRows_isRefused() {
        assertThatThrownBy(() -> open(folder.resolve("none.jsonl"))).hasMessageContaining("none.jsonl does not exist");
        assertThatThrownBy(() -> open(write(""))).hasMessageContaining("holds no rows");
    }
}
