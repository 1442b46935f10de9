package dev.belay.app.command;

import dev.belay.app.terminal.Interruption;
import dev.belay.app.terminal.RunProgress;
import dev.belay.loop.run.MetricsLog;
import dev.belay.loop.run.MetricsRow;
import dev.belay.loop.run.Recipe;
import dev.belay.loop.run.RunDirectory;
import dev.belay.loop.run.RunJson;
import dev.belay.loop.run.RunResult;
import dev.belay.loop.run.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Repeats a run from its own run.json and compares the two, number by number. */
@Command(
        name = "rerun",
        description = {
            "Repeats a run from its run.json and says whether every metric came out the same, bit for bit.",
            "",
            "Exit code 1 means that a metric differs."
        },
        footer = {"Example:", "  ./belay rerun runs/chains-grpo --out runs/again"})
final class RerunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The run to repeat.")
    @SuppressWarnings("NullAway.Init") // required
    private Path original;

    @Option(names = "--out", paramLabel = "DIR", description = "The new run directory. Default: DIR-rerun.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        RunDirectory before = RunDirectory.open(original);
        Recipe recipe = RunJson.recipe(before.runJson());
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = Interruption.watch();
                RunProgress progress = new RunProgress(err, interruption)) {
            TrainingRun run = new TrainingRun(Models.LOADER, progress, InstantSource.system());
            Path folder = original.toAbsolutePath().normalize();
            Path target = out != null
                    ? out
                    : RunOutcome.freeFolder(folder.resolveSibling(""), folder.getFileName() + "-rerun");
            RunResult result = run.start(recipe, target);
            int outcome =
                    new RunOutcome(target, progress).report(spec.commandLine().getOut(), err, false);
            return outcome == ExitCode.OK ? compare(MetricsLog.read(before.metrics()), result.metrics()) : outcome;
        }
    }

    private int compare(List<MetricsRow> before, List<MetricsRow> now) {
        PrintWriter out = spec.commandLine().getOut();
        int common = Math.min(before.size(), now.size());
        for (int i = 0; i < common; i++) {
            MetricsRow was = before.get(i).repeatable();
            MetricsRow is = now.get(i).repeatable();
            if (!was.equals(is)) {
                out.println("different from step " + was.step() + ": " + firstDifference(was, is));
                out.flush();
                return ExitCode.SOFTWARE;
            }
        }
        out.println("identical: " + common + " rows of metrics, bit for bit"
                + (before.size() == now.size() ? "" : " (the original has " + before.size() + ")"));
        out.flush();
        return ExitCode.OK;
    }

    private static String firstDifference(MetricsRow was, MetricsRow is) {
        return was.values().entrySet().stream()
                .filter(e -> !e.getValue().equals(is.values().get(e.getKey())))
                .findFirst()
                .map(e -> e.getKey() + " was " + e.getValue() + " and is "
                        + is.values().get(e.getKey()))
                .orElse("rows " + was.step() + " and " + is.step() + " have other names");
    }
}
