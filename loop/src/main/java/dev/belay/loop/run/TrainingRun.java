package dev.belay.loop.run;

import dev.belay.loop.Loop;
import dev.belay.loop.LoopState;
import dev.belay.loop.Stages;
import dev.belay.loop.credit.ActorCritic;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.evaluate.Evaluator;
import dev.belay.loop.objective.ReferencePolicy;
import dev.belay.loop.schedule.RunState;
import dev.belay.loop.update.Critic;
import dev.belay.model.Device;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a recipe and writes the run directory. The order at the end of a step is what makes resuming exact:
 * metrics and samples, then the evaluation if one is due, then the checkpoint; a checkpoint of step N is therefore
 * preceded by everything that belongs to steps 1 to N.
 *
 * @param loader opens models
 * @param listener hears how it goes
 * @param clock for time stamps and estimates of what is left, nothing else
 */
public record TrainingRun(ModelLoader loader, RunListener listener, InstantSource clock) {
    /**
     * Runs a recipe from the start.
     *
     * @param out a folder that is new or empty
     * @throws InvalidInputException before any work when recipe, model, data or folder are not acceptable
     */
    public RunResult start(Recipe recipe, Path out) {
        loader.require(recipe.device());
        return start(recipe, new Origins(folder(recipe.model()), UnaryOperator.identity()), out);
    }

    /**
     * Where a run's models come from.
     *
     * @param policy the folder or file that training begins with
     * @param rewardModel from what a reward names to what is opened: a model of the Hub may be held at a commit
     */
    private record Origins(Path policy, UnaryOperator<String> rewardModel) {}

    private Path folder(String model) {
        return ModelReference.folder(model, new DownloadNotices(listener));
    }

    private RunResult start(Recipe recipe, Origins models, Path out) {
        boolean made = Files.notExists(out);
        RunDirectory directory = RunDirectory.create(out);
        try (RunLock lock = RunLock.take(directory)) {
            try {
                return run(recipe, models, lock.directory(), Optional.empty());
            } finally {
                directory.removeIfUnused(made);
            }
        }
    }

    /**
     * Goes on with a run that was stopped, from its newest checkpoint, or from the start if it has none. A finished run
     * is left as it is.
     *
     * @param given the recipe the user named beside the folder; must be the run's own
     * @throws InvalidInputException when model or data are not those the checkpoint was made with
     */
    public RunResult resume(Path out, Optional<Recipe> given) {
        RunDirectory directory = RunDirectory.open(out);
        Recipe recipe = RunJson.recipe(directory.runJson());
        if (given.isPresent() && !given.get().equals(recipe)) {
            throw new InvalidInputException(
                    out + " was begun with another recipe: " + RecipeDifference.first(recipe, given.get())
                            + "; resume without a recipe, or choose another --out");
        }
        Origins models = origins(directory, recipe);
        try (RunLock lock = RunLock.take(directory)) {
            Optional<Path> latest = directory.checkpoints().latest();
            if (latest.isEmpty()) {
                listener.onNotice(out + " has no whole checkpoint yet; the run begins anew, at step 1");
            }
            return run(recipe, models, lock.directory(), latest);
        }
    }

    /**
     * Repeats a run from its run.json in a new folder and compares.
     *
     * @param original a run directory
     * @param out a folder that is new or empty
     */
    public RunComparison rerun(Path original, Path out) {
        RunDirectory before = RunDirectory.open(original);
        Recipe recipe = RunJson.recipe(before.runJson());
        Origins models = origins(before, recipe);
        RunJson.changedModelFiles(before.runJson(), models.policy())
                .forEach(file -> listener.onNotice("the model's " + file + " is not the file of the first run"));
        RunJson.changedRewardModelFiles(before.runJson(), reference -> rewardModelFolder(models, reference))
                .forEach((model, files) -> files.forEach(file -> listener.onNotice(
                        "the reward model " + model + ": its " + file + " is not the file of the first run")));
        Recipe.TestData held = recipe.data().test();
        RunJson.requireSameData(
                before.runJson(),
                recipe,
                recipe.data().train().open(),
                held == null ? null : held.source().open());
        return RunComparison.of(before, start(recipe, models, out).directory());
    }

    private Origins origins(RunDirectory begun, Recipe recipe) {
        loader.require(recipe.device());
        return new Origins(
                folder(RunJson.model(begun.runJson(), recipe)),
                reference -> RunJson.rewardModel(begun.runJson(), reference));
    }

    private RunResult run(Recipe recipe, Origins models, RunDirectory directory, Optional<Path> checkpoint) {
        ProblemSource train = recipe.data().train().open();
        Recipe.TestData held = recipe.data().test();
        @Nullable ProblemSource test = held == null ? null : held.source().open();
        if (checkpoint.isPresent()) {
            RunJson.requireSameModel(directory.runJson(), models.policy());
            RunJson.requireSameData(directory.runJson(), recipe, train, test);
        }
        try (LanguageModel policy = loader.load(models.policy(), recipe.dtype(), recipe.device());
                Critic critic = critic(recipe, models);
                OpenRewardModels judges = rewardModels(models)) {
            if (recipe.lora() != null) {
                policy.adapt(recipe.lora().plan(), RandomKey.of(recipe.seed()).child("lora"));
            }
            Stages stages = recipe.stages(train, policy, critic, judges);
            ReferencePolicy reference = stages.reference();
            try {
                Evaluator evaluator = recipe.evaluator(test, policy);
                checkSpace(recipe, directory, checkpoint, policy, critic);
                // Only now is all of the recipe known to fit; until then nothing is left in the folder.
                if (checkpoint.isEmpty()) {
                    checkPrompts(stages, evaluator, test, policy);
                    RunJson.write(
                            directory.runJson(),
                            new RunJson.Origin(recipe, models.policy(), policy.spec(), judges.folders(), train, test),
                            clock);
                } else {
                    RunJson.requireSameRewardModels(directory.runJson(), judges.folders());
                }
                carryOut(recipe, directory, checkpoint, policy, stages, evaluator);
            } finally {
                if (reference != null) {
                    reference.close();
                }
            }
        }
        return new RunResult(directory, MetricsLog.read(directory.metrics()));
    }

    /** Null with a credit rule that has none. */
    private @Nullable Critic critic(Recipe recipe, Origins models) {
        if (!(recipe.credit() instanceof ActorCritic rule)) {
            return null;
        }
        if (recipe.device() != Device.CPU) {
            listener.onNotice("the value model of credit " + Methods.CREDITS.nameOf(rule)
                    + " computes on the processor, all of it trained, whatever the policy's device: expect most of a"
                    + " step's time there");
        }
        if (rule.critic().warmupSteps() > 0) {
            listener.onNotice("the value model learns alone for the first "
                    + rule.critic().warmupSteps() + " steps; the policy stays as it is until then");
        }
        RandomKey key = RandomKey.of(recipe.seed()).child("critic");
        return new Critic(
                loader.loadCritic(models.policy(), recipe.dtype(), Device.CPU, key), rule.critic(), recipe.optimizer());
    }

    private OpenRewardModels rewardModels(Origins models) {
        // Classifiers compute on the processor, also beside a policy on a GPU.
        return new OpenRewardModels(loader, Device.CPU, reference -> rewardModelFolder(models, reference));
    }

    private Path rewardModelFolder(Origins models, String reference) {
        return folder(models.rewardModel().apply(reference));
    }

    private void checkSpace(
            Recipe recipe,
            RunDirectory directory,
            Optional<Path> checkpoint,
            LanguageModel policy,
            @Nullable Critic critic) {
        int done = checkpoint.map(Checkpoints::state).map(LoopState::step).orElse(0);
        directory.checkpoints().deleteUnfinished();
        int present = directory.checkpoints().complete().size();
        CheckpointSpace.of(recipe, policy.trainedCount(), critic == null ? 0 : critic.parameters(), done, present)
                .require(directory.path(), Disk.free(directory.path()))
                .ifPresent(listener::onNotice);
    }

    /** A prompt that cannot be used would otherwise be found when it is drawn, hours into the run. */
    private void checkPrompts(
            Stages stages, @Nullable Evaluator evaluator, @Nullable ProblemSource test, LanguageModel policy) {
        // Of a generated source these are not all problems, but enough to see how long they get.
        new PromptCheck("training", stages.renderer(), policy.tokenizer(), listener, stages.rewards()::requireReadable)
                .require(stages.source().identity(), stages.source()::place);
        if (evaluator != null && test != null) {
            new PromptCheck("held-out", evaluator.renderer(), policy.tokenizer(), listener)
                    .require(evaluator.problems(), test::place);
        }
    }

    private void carryOut(
            Recipe recipe,
            RunDirectory directory,
            Optional<Path> checkpoint,
            LanguageModel policy,
            Stages stages,
            @Nullable Evaluator evaluator) {
        Optional<LoopState> saved = checkpoint.map(Checkpoints::state);
        int done = saved.map(LoopState::step).orElse(0);
        RunEstimate estimate =
                RunEstimate.of(recipe, policy, stages.critic(), stages.rewards().models());
        listener.onPlan(new RunPlan(directory.path(), recipe, policy.spec(), done, estimate));
        // Without a checkpoint nothing of an earlier attempt is kept, not even its evaluation of step 0.
        int keep = saved.isPresent() ? done : -1;
        StrategyDetector strategies = stages.source().strategies();
        try (RunLogs logs = RunLogs.continuing(directory, keep, recipe, strategies, clock)) {
            RunReporter reporter = new RunReporter(recipe, logs, listener, clock);
            Loop loop = new Loop(policy, stages, RunState.start(recipe.seed(), recipe.steps()), reporter);
            checkpoint.ifPresent(folder -> Checkpoints.restore(folder, policy, stages.critic()));
            saved.ifPresent(loop::restore);
            takeSteps(new Course(recipe, directory, loop, policy, stages.critic(), logs, reporter, evaluator));
            reporter.finish();
        }
    }

    /** What the steps are made of. */
    private record Course(
            Recipe recipe,
            RunDirectory directory,
            Loop loop,
            LanguageModel policy,
            @Nullable Critic critic,
            RunLogs logs,
            RunReporter reporter,
            @Nullable Evaluator evaluator) {}

    private void takeSteps(Course c) {
        if (c.loop().state().step() == 0) {
            evaluateIfDue(c);
        }
        boolean stop = false;
        while (!c.loop().finished() && !stop) {
            int step = c.loop().step().step();
            evaluateIfDue(c);
            stop = listener.stopRequested();
            if (stop || c.loop().finished() || step % c.recipe().keep().checkpointEvery() == 0) {
                c.logs().flush(step);
                listener.onCheckpoint(c.directory()
                        .checkpoints()
                        .write(
                                c.policy(),
                                c.critic(),
                                c.loop().save(),
                                c.recipe().keep().checkpoints()));
            }
        }
    }

    private void evaluateIfDue(Course c) {
        Evaluator evaluator = c.evaluator();
        if (evaluator != null && evaluator.due(c.loop().state())) {
            listener.onEvaluating(c.loop().state().step());
            c.reporter().onEvaluation(evaluator.evaluate(c.policy(), c.loop().state()));
            int cut = evaluator.renderer().takeTruncated();
            if (cut > 0) {
                listener.onNotice("the evaluation truncated " + cut + " prompts to fit the context");
            }
        }
    }
}
