package dev.belay.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.lab.study.ResultsJson;
import dev.belay.lab.study.SmallStudy;
import dev.belay.lab.study.StudyListener;
import dev.belay.lab.study.StudyRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of real run directories. */
class RunDirectoriesReportTest {
    @TempDir
    private Path folder;

    @Test
    void write_study_showsSeriesSamplesAndRecipe() throws IOException {
        Path out = folder.resolve("out");
        run(out);
        JsonNode data = data(StudyReport.write(out));
        JsonNode run = data.at("/runs/0");
        assertThat(run.at("/folder").asText()).isEqualTo("runs/good/clean/seed-0");
        assertThat(run.at("/series/step")).hasSize(4);
        for (String name : new String[] {"seen", "true", "mixedPaid", "mixedRight", "entropy", "clip", "lag"}) {
            assertThat(run.at("/series/" + name)).as(name).hasSize(4);
        }
        assertThat(run.at("/series").properties())
                .anySatisfy(p -> assertThat(p.getKey()).startsWith("share/"));
        assertThat(run.at("/samples"))
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.get("prompt").asText()).isNotEmpty());
        assertThat(run.at("/recipe").asText()).contains("learningRate: 0.05");
        assertThat(run.at("/provenance/sha256")).isNotEmpty();
    }

    @Test
    void write_run_showsItsCurve() throws IOException {
        Path out = folder.resolve("out");
        run(out);
        JsonNode data = data(RunReport.write(out.resolve("runs/good/random/seed-0")));
        assertThat(data.at("/kind").asText()).isEqualTo("run");
        assertThat(data.at("/arm/curve/step")).hasSize(3);
        assertThat(data.at("/arm/curve/low/0").isNumber()).isTrue();
        assertThat(data.at("/headline").asText())
                .startsWith("Held-out accuracy went from")
                .contains("one run");
    }

    private void run(Path out) {
        new StudyRunner(new SmallStudy.Loader(), StudyListener.SILENT, SmallStudy.CLOCK)
                .run(SmallStudy.in(folder), out);
    }

    private static JsonNode data(Path file) throws IOException {
        String html = Files.readString(file);
        String open = "id=\"data\">";
        int start = html.indexOf(open) + open.length();
        return ResultsJson.mapper().readTree(html.substring(start, html.indexOf("</script>", start)));
    }
}
