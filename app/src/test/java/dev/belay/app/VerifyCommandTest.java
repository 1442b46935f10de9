package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir
    private Path folder;

    private Path rows(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.jsonl"), List.of(lines));
    }

    @Test
    void verify_answersAndResponses_keepsOrderAndIds() throws IOException {
        Path rows = rows(
                "{\"id\": \"a\", \"gold\": \"42\", \"answer\": \"42\"}",
                "{\"id\": 7, \"gold\": \"42\", \"response\": \"so it is \\\\boxed{41}.\"}",
                "{\"gold\": \"42\", \"response\": \"no idea\"}");
        CommandLineRun run = CommandLineRun.of("verify", rows.toString());

        assertThat(run.exitCode()).isZero();
        List<String> out = run.out().lines().toList();
        assertThat(out).hasSize(3);
        assertThat(out.get(0))
                .startsWith("{\"id\":\"a\",\"verdict\":\"EQUAL\",\"reason\":")
                .contains("\"micros\":");
        assertThat(out.get(1)).startsWith("{\"id\":7,\"verdict\":\"NOT_EQUAL\"").contains("\"extracted\":\"41\"");
        assertThat(out.get(2)).startsWith("{\"id\":3,\"verdict\":\"UNDECIDED\",\"reason\":\"NO_ANSWER\"");
        assertThat(run.err()).contains("3 rows: 1 EQUAL, 1 NOT_EQUAL, 1 UNDECIDED");
    }

    @Test
    void verify_rowsOfTrlAndVerl_areRead() throws IOException {
        Path rows = rows(
                "{\"solution\": \"3\", \"completion\": [{\"role\": \"assistant\", \"content\": \"\\\\boxed{3}\"}]}",
                "{\"reward_model\": {\"ground_truth\": \"3\"}, \"response\": \"\\\\boxed{3}\"}");
        CommandLineRun run = CommandLineRun.of("verify", rows.toString());

        assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.contains("\"EQUAL\""));
    }

    @Test
    void verify_packedRows_areReadAsTrainingReadsThem() throws IOException {
        Path rows = folder.resolve("rows.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(rows))) {
            out.write("{\"gold\": \"1\", \"answer\": \"1\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        CommandLineRun run = CommandLineRun.of("verify", rows.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("EQUAL");
    }

    @Test
    void verify_badRows_areReportedInPlaceAndCounted() throws IOException {
        Path rows = rows(
                "{\"id\": 1, \"gold\": \"1\", \"answer\": \"1\"}",
                "{\"id\": 2, \"gold\": ",
                "{\"id\": 3, \"answer\": \"1\"}",
                "{\"id\": 4, \"gold\": \"1\", \"answer\": \"1\"}");
        Path out = folder.resolve("out.jsonl");
        CommandLineRun run = CommandLineRun.of("verify", rows.toString(), "--out", out.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).contains("\"line\":2").contains("not JSON");
        assertThat(lines.get(2)).contains("\"id\":3").contains("found id, answer");
        assertThat(lines.get(3)).contains("\"id\":4").contains("EQUAL");
        assertThat(run.err()).contains("rows.jsonl:2").contains("rows.jsonl:3").contains("2 bad");
    }

    @Test
    void verify_dash_readsStandardInputAndCallsItThat() {
        InputStream before = System.in;
        String rows = "{\"id\": 1, \"gold\": \"1/2\", \"answer\": \"0.5\"}\n{\"id\": 2}\n";
        System.setIn(new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));
        try {
            CommandLineRun run = CommandLineRun.of("verify", "-");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).contains("\"id\":1,\"verdict\":\"EQUAL\"");
            assertThat(run.err()).contains("standard input:2:");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void verify_rowThatIsNotUtf8_isNamedAndSpoilsNoOther() throws IOException {
        String row = "{\"gold\": \"1\", \"answer\": \"1\"}\r\n";
        String bad = "{\"gold\": \"1\", \"answer\": \"\u00e9\"}\n";
        Path rows = folder.resolve("rows.jsonl");
        try (OutputStream out = Files.newOutputStream(rows)) {
            out.write(row.repeat(3000).getBytes(StandardCharsets.UTF_8));
            out.write(bad.getBytes(StandardCharsets.ISO_8859_1));
            // The character that stands for a broken one is no broken one itself.
            out.write((bad + row).replace('\u00e9', '\ufffd').getBytes(StandardCharsets.UTF_8));
        }

        CommandLineRun run = CommandLineRun.of("verify", rows.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out().lines().filter(line -> line.contains("EQUAL"))).hasSize(3002);
        assertThat(run.err()).contains("rows.jsonl:3001: not UTF-8").contains("1 bad");
    }

    @Test
    void verify_noRows_isWrongInput() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), "\n");

        CommandLineRun run = CommandLineRun.of("verify", rows.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("rows.jsonl holds no rows");
    }

    @Test
    void verify_unknownPreset_namesTheChoices() {
        CommandLineRun run = CommandLineRun.of("verify", "x.jsonl", "--preset", "stricter");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("\"stricter\"").contains("math-verify").doesNotContain("at dev.belay");
    }

    @Test
    void verify_missingFile_saysWhereItLooked() {
        CommandLineRun run =
                CommandLineRun.of("verify", folder.resolve("none.jsonl").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("none.jsonl does not exist").contains(folder.toString());
    }

    @Test
    void verify_outIntoMissingFolder_writesNothing() throws IOException {
        Path rows = rows("{\"gold\": \"1\", \"answer\": \"1\"}");
        CommandLineRun run = CommandLineRun.of(
                "verify",
                rows.toString(),
                "--out",
                folder.resolve("no/out.jsonl").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo("belay: cannot write " + folder.resolve("no/out.jsonl") + ": the folder "
                        + folder.resolve("no") + " does not exist; choose another --out");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void verify_outThatIsThere_isKeptUnlessOverwritten() throws IOException {
        String rows = rows("{\"gold\": \"1\", \"answer\": \"1\"}").toString();
        Path out = Files.writeString(folder.resolve("out.jsonl"), "precious");

        CommandLineRun refused = CommandLineRun.of("verify", rows, "--out", out.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(out + " is there already").contains("--overwrite");
        assertThat(out).hasContent("precious");

        CommandLineRun replaced = CommandLineRun.of("verify", rows, "--out", out.toString(), "--overwrite");
        assertThat(replaced.exitCode()).as(replaced.err()).isZero();
        assertThat(Files.readString(out)).contains("EQUAL");
    }

    @Test
    void verify_failureWithOverwrite_keepsTheOldFile() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"gold\": \"1\", \"answer\": \"1\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        Path rows = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 9));
        Path out = Files.writeString(folder.resolve("out.jsonl"), "precious");

        CommandLineRun run = CommandLineRun.of("verify", rows.toString(), "--out", out.toString(), "--overwrite");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("cut.gz:");
        assertThat(out).hasContent("precious");
        assertThat(folder.resolve("out.jsonl.partial")).doesNotExist();
    }

    @Test
    void verify_outToADevice_isWrittenAsItStands() throws IOException {
        Path rows = rows("{\"gold\": \"1\", \"answer\": \"1\"}");

        assertThat(CommandLineRun.of("verify", rows.toString(), "--out", "/dev/null")
                        .exitCode())
                .isZero();
        CommandLineRun full = CommandLineRun.of("verify", rows.toString(), "--out", "/dev/full");
        assertThat(full.exitCode()).isEqualTo(2);
        assertThat(full.err()).contains("cannot write /dev/full: no space left on the disk; choose another --out");
    }

    @Test
    void explain_pair_showsHowEachWasRead() {
        CommandLineRun run = CommandLineRun.of("verify", "--explain", "42", "42.0");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("EQUAL").contains("gold read as").contains("answer read as");
    }

    @Test
    void explain_twice_showsBoth() {
        CommandLineRun run = CommandLineRun.of("verify", "--explain", "42", "42.0", "--explain", "1", "2");

        assertThat(run.out()).startsWith("EQUAL").contains("NOT_EQUAL");
    }

    /** The speed of a handful of rows is that of the interpreter. */
    @Test
    void verify_fewRows_tellsNoSpeed() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "verify", rows("{\"gold\": \"42\", \"answer\": \"42\"}").toString());

        assertThat(run.err()).contains("slowest").doesNotContain("verifications/s");
    }
}
