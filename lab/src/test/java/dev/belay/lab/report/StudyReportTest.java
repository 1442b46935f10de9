package dev.belay.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.lab.study.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReportTest {
    private static final List<String> GOOD = List.of("good");

    @Test
    void html_holdsEveryArmAndItsVerdict() throws IOException {
        JsonNode data = data(StudyReport.html(SyntheticStudy.results(1, GOOD), SyntheticStudy.runs(1, GOOD)));
        assertThat(data.at("/study/arms"))
                .extracting(a -> a.get("name").asText())
                .containsExactly("clean", "flip-20", "flip-40", "flip-50", "random", "format", "phrases");
        assertThat(data.at("/study/verdicts"))
                .filteredOn(v -> v.get("primary").asBoolean())
                .hasSize(7);
        assertThat(data.at("/runs/0/series/seen")).hasSize(60);
    }

    @Test
    void html_hostileSample_staysText() throws IOException {
        String hostile = "</script><img src=x onerror=alert(1)><!--{{style}}\u2028";
        String html = StudyReport.html(SyntheticStudy.results(1, GOOD), List.of(SyntheticStudy.hostile(hostile)));
        assertThat(html).doesNotContain("<img").doesNotContain("<!--{{");
        // One script element of data and one of code: the sample closed neither.
        assertThat(html.split("</script>", -1)).hasSize(3);
        assertThat(data(html).at("/runs/0/samples/9/text").asText()).endsWith(hostile);
    }

    @Test
    void html_hostileTitle_isEscaped() {
        String html = ReportPage.html("<b>{{data}}&", "x");
        assertThat(html).contains("<title>&lt;b>&#123;&#123;data}}&amp;</title>".replace(">&#123;", "&gt;&#123;"));
    }

    @Test
    void html_makesNoExternalRequest() {
        String html = StudyReport.html(SyntheticStudy.results(1, GOOD), SyntheticStudy.runs(1, GOOD));
        assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContainPattern("https?://|@import|url\\(|src=");
        assertThat(html).hasSizeLessThan(3 << 20);
    }

    @Test
    void resultsJson_readsWhatItWrote(@TempDir Path folder) throws IOException {
        var results = SyntheticStudy.results(5, List.of("good", "bad", "none"));
        ResultsJson.write(folder, results);
        assertThat(ResultsJson.read(folder)).isEqualTo(results);
        assertThat(Files.readString(folder.resolve(ResultsJson.FILE))).doesNotContain("NaN");
    }

    private static JsonNode data(String html) throws IOException {
        String open = "<script type=\"application/json\" id=\"data\">";
        int start = html.indexOf(open) + open.length();
        return ResultsJson.mapper().readTree(html.substring(start, html.indexOf("</script>", start)));
    }

    /** Writes reports to look at in a browser: {@code -Dbelay.look=FOLDER}. */
    @Test
    void html_toLookAt(@TempDir Path temporary) {
        Path folder = Path.of(System.getProperty("belay.look", temporary.toString()));
        List<String> three = List.of("good", "bad", "none");
        Path one = folder.resolve(StudyReport.FILE);
        ReportPage.write(one, StudyReport.html(SyntheticStudy.results(1, GOOD), SyntheticStudy.runs(1, GOOD)));
        assertThat(one).isNotEmptyFile();
        ReportPage.write(
                folder.resolve("three.html"),
                StudyReport.html(SyntheticStudy.results(2, three), SyntheticStudy.runs(2, three)));
    }
}
