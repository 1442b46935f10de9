package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of README.md are the presets' specification; every row is run. */
class PresetTablesTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `(.*?)` \\| `(.*?)` \\| (EQUAL|NOT_EQUAL|UNDECIDED) \\| .* \\|$");

    private record Row(Preset preset, String gold, String answer, Verdict verdict) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        Preset preset = null;
        for (String line : Files.readAllLines(Path.of("README.md"), StandardCharsets.UTF_8)) {
            if (line.startsWith("### ")) {
                preset = Preset.named(line.substring(4).strip());
            }
            Matcher m = ROW.matcher(line);
            if (preset != null && m.matches()) {
                rows.add(new Row(preset, m.group(1), m.group(2), Verdict.valueOf(m.group(3))));
            }
        }
        return rows;
    }

    @TestFactory
    Stream<DynamicTest> readme_everyRowHolds() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    Verification v = Verifier.of(row.preset()).verify(row.gold(), row.answer());
                    assertThat(v.verdict()).as(v.toString()).isEqualTo(row.verdict());
                }));
    }

    @Test
    void readme_documentsEveryPreset() throws IOException {
        assertThat(rows().stream().map(Row::preset).distinct()).containsExactlyInAnyOrder(Preset.values());
    }

    @Test
    void named_unknownPreset_namesTheChoices() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Preset.named("strickt"))
                .hasMessage(
                        "unknown preset \"strickt\"; known: strict, lenient, math-verify, hendrycks, qwen, gsm8k, dapo");
    }
}
