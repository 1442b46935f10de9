package dev.belay.app.command;

import dev.belay.app.terminal.Interruption;
import dev.belay.app.terminal.RunProgress;
import dev.belay.lab.report.RunReport;
import dev.belay.loop.run.Recipe;
import dev.belay.loop.run.RunResult;
import dev.belay.loop.run.TrainingRun;
import dev.belay.model.InvalidInputException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One training run: a recipe in, a run directory out. */
@Command(
        name = "train",
        description = "Trains a model by a recipe and writes a run directory: metrics, samples, checkpoints.",
        footer = {
            "Examples:",
            "  ./belay train recipes/chains-clean.yaml",
            "  ./belay train recipes/chains-clean.yaml --set objective.high=0.28 --steps 50 --out runs/wide-clip",
            "  ./belay train --resume runs/wide-clip"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "A YAML file; belay methods lists what it can say.")
    private @Nullable Path file;

    @Mixin
    private final RecipeOptions changes = new RecipeOptions();

    @Option(names = "--steps", paramLabel = "N", description = "Train for so many steps.")
    private @Nullable Integer steps;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run directory, new or empty. Default: runs/NAME, numbered if there is one already.")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with a run that was stopped.")
    private @Nullable Path resume;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (resume != null && out != null) {
            throw new InvalidInputException("--resume goes on in the run's own folder, " + resume + "; leave out --out "
                    + out + ", or start a new run there with a RECIPE and no --resume");
        }
        List<String> assignments = assignments();
        Optional<Recipe> recipe = Optional.ofNullable(file).map(f -> Recipe.read(f, assignments));
        if (recipe.isEmpty() && !assignments.isEmpty()) {
            throw new InvalidInputException("a resumed run keeps its recipe; leave out " + assignments);
        }
        try (Interruption interruption = Interruption.watch();
                RunProgress progress = new RunProgress(spec.commandLine().getErr(), interruption)) {
            TrainingRun run = new TrainingRun(Models.LOADER, progress, InstantSource.system());
            RunResult result = resume == null
                    ? run.start(recipe.orElseThrow(TrainCommand::nothingToDo), directory(recipe.get()))
                    : run.resume(resume, recipe);
            if (progress.finished()) {
                RunReport.write(result.directory().path());
            }
            return new RunOutcome(result.directory().path(), progress)
                    .report(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
        }
    }

    private Path directory(Recipe recipe) {
        return out != null ? out : Folders.free(Path.of("runs"), recipe.name());
    }

    private List<String> assignments() {
        List<String> all = new ArrayList<>(changes.all());
        if (steps != null) {
            all.add("steps=" + steps);
        }
        return all;
    }

    private static InvalidInputException nothingToDo() {
        return new InvalidInputException("train needs a RECIPE, or --resume DIR");
    }
}
