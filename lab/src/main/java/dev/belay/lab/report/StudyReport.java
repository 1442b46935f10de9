package dev.belay.lab.report;

import dev.belay.lab.study.ResultsJson;
import dev.belay.lab.study.StudyResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report of a study. */
public final class StudyReport {
    public static final String FILE = "report.html";

    /** Steps whose samples are shown, over all runs: about four samples a step keep the file well below 3 MB. */
    private static final int SAMPLED_STEPS = 280;

    private StudyReport() {}

    /**
     * Writes {@code report.html} from {@code results.json} and the run directories of a finished study.
     *
     * @param folder of the study
     * @return the file
     * @throws dev.belay.model.InvalidInputException when the folder holds no finished study
     */
    public static Path write(Path folder) {
        StudyResults results = ResultsJson.read(folder);
        int runs = results.arms().stream().mapToInt(a -> a.seeds().size()).sum();
        int sampledSteps = Math.clamp(SAMPLED_STEPS / Math.max(1, runs), 2, 12);
        List<RunData> data = new ArrayList<>();
        for (StudyResults.Arm arm : results.arms()) {
            for (long seed : arm.seeds()) {
                Path run = Path.of("runs", arm.family(), arm.name(), "seed-" + seed);
                data.add(RunReader.read(folder.resolve(run), arm.name(), arm.family(), sampledSteps)
                        .in(run.toString()));
            }
        }
        Path file = folder.resolve(FILE);
        ReportPage.write(file, html(results, data));
        return file;
    }

    static String html(StudyResults results, List<RunData> runs) {
        return ReportPage.html(results.title(), Map.of("kind", "study", "study", results, "runs", runs));
    }
}
