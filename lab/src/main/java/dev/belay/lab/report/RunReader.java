package dev.belay.lab.report;

import dev.belay.lab.rollouts.RolloutFiles;
import dev.belay.lab.study.Provenance;
import dev.belay.loop.run.MetricsLog;
import dev.belay.loop.run.MetricsRow;
import dev.belay.loop.run.Recipe;
import dev.belay.loop.run.RunDirectory;
import dev.belay.loop.run.RunJson;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a run directory for a report: metric names become those of {@link RunData}. */
final class RunReader {
    /** Enough for any chart; keeps reports small. */
    private static final MathContext FIVE_DIGITS = new MathContext(5);

    private static final Map<String, String> SERIES = series();
    private static final String STRATEGY = "strategy/";

    private RunReader() {}

    /**
     * @param arm and {@code family} are for the reader
     * @param sampledSteps number of steps to show samples of
     */
    static RunData read(Path folder, String arm, String family, int sampledSteps) {
        RunDirectory run = RunDirectory.open(folder);
        Recipe recipe = RunJson.recipe(run.runJson());
        Map<String, Object> provenance = new LinkedHashMap<>(Provenance.section(folder, "model"));
        provenance.put("data", Provenance.section(folder, "data"));
        provenance.putAll(Provenance.section(folder, "machine"));
        List<MetricsRow> steps = MetricsLog.read(run.metrics()).stream()
                .filter(r -> !r.evaluation())
                .toList();
        return new RunData(
                arm,
                family,
                recipe.seed(),
                folder.toString(),
                series(steps),
                new RolloutFiles(run.rollouts()).pick(sampledSteps),
                recipe.toYaml(),
                provenance);
    }

    private static Map<String, List<@Nullable Double>> series(List<MetricsRow> rows) {
        Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
        series.put(
                "step",
                rows.stream().map(r -> (@Nullable Double) (double) r.step()).toList());
        for (String metric : rows.stream()
                .flatMap(r -> r.values().keySet().stream())
                .distinct()
                .toList()) {
            String name = name(metric);
            if (name != null) {
                List<@Nullable Double> values = new ArrayList<>();
                rows.forEach(r -> values.add(rounded(r.values().get(metric))));
                series.put(name, values);
            }
        }
        return series;
    }

    /** How {@link RunData} calls a metric; null when reports do not show it. */
    private static @Nullable String name(String metric) {
        String[] part = metric.split("/", -1);
        return metric.startsWith(STRATEGY) && part.length == 3 ? part[2] + "/" + part[1] : SERIES.get(metric);
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null || !Double.isFinite(value)
                ? null
                : (Double) BigDecimal.valueOf(value).round(FIVE_DIGITS).doubleValue();
    }

    private static Map<String, String> series() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("reward", "seen");
        names.put("reward/true", "true");
        names.put("reward/groups/all_one", "allPaid");
        names.put("reward/groups/mixed", "mixedPaid");
        names.put("reward/groups/all_zero", "nonePaid");
        names.put("reward/true_groups/all_one", "allRight");
        names.put("reward/true_groups/mixed", "mixedRight");
        names.put("reward/true_groups/all_zero", "noneRight");
        names.put("reward/ungradable_share", "ungradable");
        names.put("completions/mean_length_right", "lengthRight");
        names.put("completions/mean_length_wrong", "lengthWrong");
        names.put("completions/clipped_ratio", "truncated");
        names.put("parse_rate", "parse");
        names.put("entropy", "entropy");
        names.put("kl", "kl");
        names.put("clip_ratio/region_mean", "clip");
        names.put("grad_norm", "gradNorm");
        names.put("critic/vf_loss", "valueLoss");
        names.put("critic/vf_explained_var", "explained");
        names.put("sampling/sampling_logp_difference/max", "lag");
        return names;
    }
}
