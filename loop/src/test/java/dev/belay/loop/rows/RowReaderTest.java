package dev.belay.loop.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.data.Message;
import dev.belay.loop.duckdb.DuckDb;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowReaderTest {
    private static final String ROWS = "{\"id\": 1, \"prompt\": \"größer\"}\n\n{\"id\": 2, \"prompt\": \"b\"}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Row row(String text) {
        try {
            return RowReader.readAll(Files.writeString(folder.resolve("one.jsonl"), text))
                    .getFirst();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> shown(Path file) {
        return RowReader.readAll(file).stream()
                .map(row -> row.line() + " " + row.text("prompt").orElse("-"))
                .toList();
    }

    @Test
    void readAll_plainAndPacked_areReadAlikeAndBlankLinesCount() throws IOException {
        Path plain = Files.writeString(folder.resolve("rows.jsonl"), ROWS);
        Path packed = folder.resolve("rows.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(ROWS.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(shown(plain)).containsExactly("1 größer", "3 b").isEqualTo(shown(packed));
        assertThat(shown(Files.move(packed, folder.resolve("ROWS.JSONL.GZ")))).isEqualTo(shown(plain));
    }

    @Test
    void readAll_parquet_countsRows() throws SQLException {
        Path file = folder.resolve("rows.parquet");
        try (Connection connection = DuckDb.open();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'p' || i AS prompt FROM range(3) t(i)) TO '" + file + "' (FORMAT parquet)");
        }
        assertThat(shown(file)).containsExactly("1 p0", "2 p1", "3 p2");
    }

    @Test
    void next_atMost_goesOnWhereItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.jsonl"), ROWS + "{}\n");
        try (RowReader reader = new RowReader(file)) {
            assertThat(reader.next(2)).extracting(RowReader.Line::number).containsExactly(1L, 3L);
            assertThat(reader.next(2)).extracting(RowReader.Line::number).containsExactly(4L);
            assertThat(reader.next(2)).isEmpty();
        }
    }

    @Test
    void text_scalarsAreTakenAsWritten_andDotsDescend() {
        Row row = row("{\"a\": 4.50, \"b\": true, \"c\": {\"d\": \"x\"}, \"e\": null, \"f.g\": \"y\"}");
        assertThat(row.text("a")).contains("4.5");
        assertThat(row.text("b")).contains("true");
        assertThat(row.text("c.d")).contains("x");
        assertThat(row.text("e")).isEmpty();
        assertThat(row.text("f.g")).contains("y");
        assertThat(row.firstOf(List.of("e", "c.d", "a"))).contains("c.d");
    }

    @Test
    void id_nullOrAbsent_isTheLine() {
        assertThat(row("{\"id\": \"a\"}").id().asText()).isEqualTo("a");
        assertThat(row("{\"id\": null}").id().asText())
                .isEqualTo(row("{}").id().asText())
                .isEqualTo(String.valueOf(row("{}").line()));
    }

    @Test
    void answer_isTheTextOrThatOfTheLastMessage() {
        assertThat(row("{\"a\": \"x\"}").answer("a")).contains("x");
        assertThat(row("{\"a\": [{\"role\": \"user\", \"content\": \"u\"},"
                                + " {\"role\": \"assistant\", \"content\": \"x\"}]}")
                        .answer("a"))
                .contains("x");
        assertThat(row("{\"a\": null}").answer("a")).isEmpty();
    }

    @Test
    void messages_textOrConversation() {
        assertThat(row("{\"p\": \"x\"}").messages("p")).contains(List.of(Message.text("x")));
        assertThat(row("{\"p\": [{\"role\": \"System\", \"content\": \"s\"}, {\"role\": \"user\", \"content\":"
                                + " \"u\"}]}")
                        .messages("p"))
                .contains(List.of(new Message(Message.Role.SYSTEM, "s"), Message.user("u")));
    }

    /** Each row: what stands in the column, and the complaint behind the place. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        3                                  | column "p" must be text or a list of {role, content}, got a number, 3
        []                                 | column "p" must be text or a list of {role, content}, got a list, []
        {"role": "user", "content": "u"}   | column "p" must be text or a list of {role, content}, got an object, {"role":"user","content":"u"}
        [{"role": "user", "content": 3}]   | column "p" must be text or a list of {role, content}, got an object, {"role":"user","content":3}
        [{"role": "tool", "content": "u"}] | column "p": a role must be system, user or assistant, got text, "tool"
        [{"content": "u"}]                 | column "p": a role must be system, user or assistant, got nothing
        """)
    void messages_wrong_namePlaceRuleAndValue(String value, String message) {
        Row row = row("\n{\"p\": " + value + "}");
        assertThatThrownBy(() -> row.messages("p"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(folder.resolve("one.jsonl") + ":2: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {"a": 1, "a": 2} | .*one\\.jsonl:1:\\d+: not JSON: Duplicate field 'a'(?s:.*)
        {"a": 1} {}      | .*one\\.jsonl:1:\\d+: not JSON: Trailing token(?s:.*)
        [1]              | .*one\\.jsonl:1:1: a row must be a JSON object, got a list, \\[1\\]
        """)
    void row_notOneObject_isRefusedWithItsPlace(String text, String pattern) {
        assertThatThrownBy(() -> row(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching(pattern);
    }

    @Test
    void open_missingFileOrFolder_saysWhatIsThere() {
        assertThatThrownBy(() -> new RowReader(folder.resolve("none.jsonl")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(folder.resolve("none.jsonl") + " does not exist (looked in " + folder + ")");
        assertThatThrownBy(() -> new RowReader(folder)).hasMessageContaining(" is a folder; a file of rows is needed");
    }

    @Test
    void open_packedByNameOnly_saysSo() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.jsonl.gz"), ROWS);
        assertThatThrownBy(() -> new RowReader(file)).hasMessage(file + " cannot be read: Not in GZIP format");
    }
}
