package dev.belay.lab.report;

import dev.belay.lab.study.StudyResults.Curve;
import dev.belay.loop.run.MetricsLog;
import dev.belay.loop.run.MetricsRow;
import dev.belay.loop.run.Recipe;
import dev.belay.loop.run.RunDirectory;
import dev.belay.loop.run.RunJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a single run. */
public final class RunReport {
    private static final int SAMPLED_STEPS = 30;

    private RunReport() {}

    /**
     * Writes {@code report.html} into a run directory.
     *
     * @return the file
     * @throws dev.belay.model.InvalidInputException when the folder holds no run
     */
    public static Path write(Path folder) {
        RunDirectory run = RunDirectory.open(folder);
        Recipe recipe = RunJson.recipe(run.runJson());
        List<MetricsRow> rows = MetricsLog.read(run.metrics());
        String metric = metric(rows);
        Curve curve = curve(rows, metric);
        RunData data = RunReader.read(folder, recipe.name(), "", SAMPLED_STEPS);
        Map<String, Object> page = Map.of(
                "kind", "run",
                "arm", Map.of("name", recipe.name(), "label", recipe.name(), "kind", "clean", "curve", curve),
                "headline", headline(curve, recipe),
                "measure",
                        "Problems that the run did not train on (" + metric
                                + "). The band is a bootstrap interval over "
                                + "problems; one run says nothing about other seeds.",
                "facts", facts(recipe),
                "runs", List.of(data));
        Path file = folder.resolve(StudyReport.FILE);
        ReportPage.write(file, ReportPage.html(recipe.name(), page));
        return file;
    }

    /** The sampled accuracy where there is one, else the greedy one. */
    private static String metric(List<MetricsRow> rows) {
        return rows.stream()
                .filter(MetricsRow::evaluation)
                .flatMap(r -> r.values().keySet().stream())
                .filter(k -> k.matches("eval_sampled/avg@\\d+"))
                .findFirst()
                .orElse("eval_greedy/accuracy");
    }

    private static Curve curve(List<MetricsRow> rows, String metric) {
        List<Integer> step = new ArrayList<>();
        List<Double> accuracy = new ArrayList<>();
        List<Double> low = new ArrayList<>();
        List<Double> high = new ArrayList<>();
        for (MetricsRow row : rows) {
            if (row.evaluation() && row.values().containsKey(metric)) {
                step.add(row.step());
                accuracy.add(row.values().get(metric));
                low.add(row.values().getOrDefault(metric + "/low", Double.NaN));
                high.add(row.values().getOrDefault(metric + "/high", Double.NaN));
            }
        }
        return new Curve(step, accuracy, low, high);
    }

    private static String headline(Curve curve, Recipe recipe) {
        if (curve.accuracy().isEmpty()) {
            return "A run of " + recipe.steps() + " steps without evaluations.";
        }
        int last = curve.accuracy().size() - 1;
        return String.format(
                Locale.ROOT,
                "Held-out accuracy went from %.1f\u00a0%% to %.1f\u00a0%% in %d steps. This is one run: what another seed, "
                        + "a random reward or a format-only reward would have done is not in it; belay study tells.",
                100 * curve.accuracy().getFirst(),
                100 * curve.accuracy().get(last),
                curve.step().get(last));
    }

    private static List<List<String>> facts(Recipe recipe) {
        return List.of(
                List.of("model", recipe.model()),
                List.of("steps", String.valueOf(recipe.steps())),
                List.of("problems per step", String.valueOf(recipe.rollout().problemsPerStep())),
                List.of("samples per problem", String.valueOf(recipe.rollout().samplesPerProblem())),
                List.of(
                        "learning rate",
                        String.format(Locale.ROOT, "%.1e", recipe.optimizer().learningRate())),
                List.of("seed", String.valueOf(recipe.seed())));
    }
}
