package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.evaluate.Estimate;
import dev.belay.loop.evaluate.Evaluator;
import dev.belay.loop.run.Checkpoints;
import dev.belay.loop.run.PromptCheck;
import dev.belay.loop.run.Recipe;
import dev.belay.loop.run.RunDirectory;
import dev.belay.loop.run.RunJson;
import dev.belay.loop.run.RunListener;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a model on held-out problems. */
@Command(
        name = "eval",
        description = {
            "Measures a model on the held-out problems of a recipe: greedy and sampled, with bootstrap intervals.",
            "",
            "Given a run directory it measures the run's last checkpoint on the run's own problems."
        },
        footer = {
            "Examples:",
            "  ./belay eval recipes/chains-clean.yaml --model belay:crag-bad",
            "  ./belay eval runs/chains-clean --set data.test.limit=1000 --json"
        })
final class EvalCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(paramLabel = "RECIPE|RUN", description = "A recipe, or the directory of a run.")
    @SuppressWarnings("NullAway.Init") // required
    private Path subject;

    @Mixin
    private final RecipeOptions changes = new RecipeOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public void run() {
        Optional<Path> checkpoint = checkpoint();
        Recipe recipe = recipe(checkpoint);
        Recipe.TestData held = recipe.data().test();
        if (held == null) {
            throw new InvalidInputException(subject + " names no held-out problems; add data.test");
        }
        ProblemSource test = held.source().open();
        Models.LOADER.require(recipe.device());
        Path folder = Models.folder(recipe.model(), spec.commandLine().getErr());
        try (LanguageModel policy = Models.LOADER.load(folder, recipe.dtype(), recipe.device())) {
            if (checkpoint.isPresent() && recipe.model().equals(checkpoint.get().toString())) {
                Checkpoints.restoreWeights(checkpoint.get(), policy);
            }
            Evaluator evaluator = new Evaluator(
                    recipe.evaluate(),
                    test.first(held.limit()),
                    recipe.truth(),
                    recipe.evaluationPrompts(policy),
                    test.strategies(),
                    recipe.rollout().maxNewTokens(),
                    recipe.rollout().stop());
            new PromptCheck("held-out", evaluator.renderer(), policy.tokenizer(), notices())
                    .require(evaluator.problems(), test::place);
            print(
                    recipe.model(),
                    evaluator.evaluate(policy, RunState.start(recipe.seed(), 1)).metrics());
        }
    }

    private RunListener notices() {
        return new RunListener() {
            @Override
            public void onNotice(String sentence) {
                spec.commandLine().getErr().println("belay: " + sentence);
            }
        };
    }

    /** The newest checkpoint when the subject is a run. */
    private Optional<Path> checkpoint() {
        if (!Files.isDirectory(subject)) {
            return Optional.empty();
        }
        Optional<Path> latest = RunDirectory.open(subject).checkpoints().latest();
        if (latest.isEmpty()) {
            throw new InvalidInputException(subject + " has no checkpoint yet");
        }
        return latest;
    }

    private Recipe recipe(Optional<Path> checkpoint) {
        if (checkpoint.isEmpty()) {
            return Recipe.read(subject, changes.all());
        }
        RunDirectory run = RunDirectory.open(subject);
        return Recipe.of(changes.applied(
                RunJson.recipe(run.runJson()).toYaml(), "model=" + checkpoint.get(), subject.toString()));
    }

    private void print(String model, Map<String, Estimate> metrics) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode().put("model", model);
            metrics.forEach((name, e) -> object.putObject(name)
                    .put("value", e.value())
                    .put("low", e.low())
                    .put("high", e.high())
                    .put("problems", e.problems()));
            out.println(object);
        } else {
            out.println(model);
            metrics.forEach((name, e) ->
                    out.printf(Locale.ROOT, "  %-36s %7.4f  (%.4f to %.4f)%n", name, e.value(), e.low(), e.high()));
        }
        out.flush();
    }
}
