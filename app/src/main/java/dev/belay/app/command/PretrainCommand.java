package dev.belay.app.command;

import dev.belay.app.terminal.Interruption;
import dev.belay.app.terminal.Progress;
import dev.belay.lab.pretrain.BaseModel;
import dev.belay.lab.pretrain.PretrainPlan;
import dev.belay.loop.recipe.Binder;
import dev.belay.loop.recipe.Catalogues;
import dev.belay.loop.recipe.Overrides;
import dev.belay.loop.recipe.Tree;
import dev.belay.loop.recipe.YamlReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a base model from scratch on a generated corpus. */
@Command(
        name = "pretrain",
        description = "Trains a base model from scratch on a generated corpus and saves it as a Hugging Face folder.",
        footer = {"Example:", "  ./belay pretrain recipes/pretrain/crag-good.yaml --out models/crag-good"})
final class PretrainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "RECIPE", description = "A YAML file such as those in recipes/pretrain.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change the recipe; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The model's folder. Default: models/NAME of the family.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Tree tree = YamlReader.read(file);
        for (String assignment : assignments) {
            tree = Overrides.set(tree, assignment);
        }
        PretrainPlan plan = new Binder(Catalogues.of()).bind(tree, PretrainPlan.class);
        Path folder = out != null ? out : Path.of("models", plan.family().name());
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = Interruption.watch();
                Progress progress = Progress.of(err, plan.family().name(), plan.steps())) {
            BaseModel.train(plan, folder, step -> {
                if (interruption.requested()) {
                    throw new Stopped();
                }
                progress.at(
                        step.step(),
                        String.format(Locale.ROOT, "loss %.4f  gradient norm %.2f", step.loss(), step.gradNorm()));
            });
        } catch (Stopped stopped) {
            err.println("belay: stopped; nothing was saved");
            err.flush();
            return RunOutcome.INTERRUPTED;
        }
        err.println("belay: saved " + folder);
        err.flush();
        return ExitCode.OK;
    }

    /** Ctrl-C between two steps. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
