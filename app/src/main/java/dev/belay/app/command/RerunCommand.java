package dev.belay.app.command;

import dev.belay.app.terminal.Interruption;
import dev.belay.app.terminal.RunProgress;
import dev.belay.loop.run.RunComparison;
import dev.belay.loop.run.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
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
            "Repeats a run from its run.json and says whether metrics and final weights came out the same, bit for bit.",
            "",
            "Exit code 1 means that something differs."
        },
        footer = {"Example:", "  ./belay rerun runs/chains-clean --out runs/again"})
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
        Path folder = original.toAbsolutePath().normalize();
        Path target = out != null ? out : Folders.free(folder.resolveSibling(""), folder.getFileName() + "-rerun");
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = Interruption.watch();
                RunProgress progress = new RunProgress(err, interruption)) {
            RunComparison comparison =
                    new TrainingRun(Models.LOADER, progress, InstantSource.system()).rerun(original, target);
            int outcome =
                    new RunOutcome(target, progress).report(spec.commandLine().getOut(), err, false);
            return outcome == ExitCode.OK ? report(comparison) : outcome;
        }
    }

    private int report(RunComparison comparison) {
        PrintWriter out = spec.commandLine().getOut();
        if (comparison.same()) {
            out.println("identical: " + comparison.rows() + " rows of metrics and the final weights, bit for bit");
        } else {
            comparison.differences().forEach(difference -> out.println("different: " + difference));
        }
        out.flush();
        return comparison.same() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
