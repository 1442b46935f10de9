package dev.belay.app.command;

import dev.belay.loop.run.MetricsLog;
import dev.belay.loop.run.MetricsRow;
import dev.belay.loop.run.RunComparison;
import dev.belay.loop.run.RunDirectory;
import dev.belay.loop.run.RunJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets two runs beside each other. */
@Command(
        name = "diff",
        description = {
            "Sets two runs beside each other: what their recipes say differently, and how each ended.",
            "",
            "Exit code 0 when metrics and final weights are the same, bit for bit, and 1 when not."
        },
        footer = {"Example:", "  ./belay diff runs/chains-clean runs/flip-40"})
final class DiffCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    @SuppressWarnings("NullAway.Init") // required
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "Another.")
    @SuppressWarnings("NullAway.Init") // required
    private Path second;

    @Override
    public Integer call() {
        RunDirectory a = RunDirectory.open(first);
        RunDirectory b = RunDirectory.open(second);
        PrintWriter out = spec.commandLine().getOut();
        recipes(out, lines(a), lines(b));
        last(out, MetricsLog.read(a.metrics()), MetricsLog.read(b.metrics()), false);
        last(out, MetricsLog.read(a.metrics()), MetricsLog.read(b.metrics()), true);
        boolean same = RunComparison.of(a, b).same();
        out.println(same ? "identical: metrics and final weights, bit for bit" : "not identical");
        out.flush();
        return same ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static List<String> lines(RunDirectory run) {
        return RunJson.recipe(run.runJson()).toYaml().lines().toList();
    }

    private static void recipes(PrintWriter out, List<String> a, List<String> b) {
        a.stream().filter(line -> !b.contains(line)).forEach(line -> out.println("< " + line));
        b.stream().filter(line -> !a.contains(line)).forEach(line -> out.println("> " + line));
    }

    /** Every figure of the last training step, or of the last evaluation, that differs. */
    private static void last(PrintWriter out, List<MetricsRow> a, List<MetricsRow> b, boolean evaluation) {
        List<MetricsRow> ofA =
                a.stream().filter(row -> row.evaluation() == evaluation).toList();
        List<MetricsRow> ofB =
                b.stream().filter(row -> row.evaluation() == evaluation).toList();
        if (ofA.isEmpty() || ofB.isEmpty()) {
            return;
        }
        Map<String, Double> valuesA = ofA.getLast().repeatable().values();
        Map<String, Double> valuesB = ofB.getLast().repeatable().values();
        out.printf(
                Locale.ROOT,
                "%-44s %12s %12s%n",
                evaluation ? "last evaluation" : "last step",
                ofA.getLast().step(),
                ofB.getLast().step());
        Set<String> names = new LinkedHashSet<>(valuesA.keySet());
        names.addAll(valuesB.keySet());
        for (String name : names) {
            if (!String.valueOf(valuesA.get(name)).equals(String.valueOf(valuesB.get(name)))) {
                out.printf(Locale.ROOT, "  %-42s %12s %12s%n", name, shown(valuesA, name), shown(valuesB, name));
            }
        }
    }

    private static String shown(Map<String, Double> values, String name) {
        Double value = values.get(name);
        return value == null ? "-" : String.format(Locale.ROOT, "%.5g", value);
    }
}
