package dev.belay.lab.report;

import dev.belay.lab.study.StudyResults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The report of a study. */
public final class StudyReport {
    public static final String FILE = "report.html";

    private StudyReport() {}

    public static String html(StudyResults results, List<RunData> runs) {
        return ReportPage.html(results.title(), Map.of("kind", "study", "study", results, "runs", runs));
    }

    /** Writes {@code folder/report.html}. */
    public static Path write(Path folder, StudyResults results, List<RunData> runs) {
        Path file = folder.resolve(FILE);
        ReportPage.write(file, html(results, runs));
        return file;
    }
}
