package dev.belay.loop.run;

import dev.belay.loop.StepListener;
import dev.belay.loop.StepRecord;
import dev.belay.loop.evaluate.Estimate;
import dev.belay.loop.evaluate.Evaluation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Writes each step to the logs, then tells the listener. */
final class RunReporter implements StepListener {
    private static final String ACCURACY = "greedy/accuracy";

    private final Recipe recipe;
    private final RunLogs logs;
    private final RunListener listener;
    private final InstantSource clock;
    private final Instant begin;
    private final int doneBefore;
    private double accuracy = Double.NaN;
    private boolean tied;

    RunReporter(Recipe recipe, RunLogs logs, RunListener listener, InstantSource clock, int doneBefore) {
        this.recipe = recipe;
        this.logs = logs;
        this.listener = listener;
        this.clock = clock;
        this.begin = clock.instant();
        this.doneBefore = doneBefore;
    }

    @Override
    public void onPhase(int step, Phase phase) {
        listener.onPhase(step, phase);
    }

    @Override
    public void onStep(StepRecord record) {
        double rate = tokens(record) / record.seconds().getOrDefault("time/rollout", Double.NaN);
        logs.write(record, rate);
        listener.onStep(progress(record, rate), record);
        explainTies(record);
    }

    void onEvaluation(Evaluation evaluation) {
        logs.write(evaluation);
        Estimate greedy = evaluation.metrics().get(ACCURACY);
        accuracy = greedy == null ? Double.NaN : greedy.value();
        listener.onEvaluation(evaluation);
    }

    private Progress progress(StepRecord record, double tokensPerSecond) {
        Duration elapsed = Duration.between(begin, clock.instant());
        int here = record.step() - doneBefore;
        return new Progress(
                record.step(),
                recipe.steps(),
                tokensPerSecond,
                metric(record, "reward"),
                metric(record, "reward/true"),
                accuracy,
                metric(record, "reward/groups/mixed"),
                elapsed,
                elapsed.multipliedBy(recipe.steps() - record.step()).dividedBy(here));
    }

    /** A loss of 0 is the commonest question about group-relative methods; this is its commonest answer. */
    private void explainTies(StepRecord record) {
        boolean all = metric(record, "frac_reward_zero_std") == 1;
        if (all && !tied) {
            listener.onNotice("step " + record.step() + ": within every group all rewards are equal, so this step "
                    + "taught nothing; harder or easier problems, more samples per problem or another reward give "
                    + "groups that differ");
        }
        tied = all;
    }

    private static double metric(StepRecord record, String name) {
        return record.metrics().getOrDefault(name, Double.NaN);
    }

    private static long tokens(StepRecord record) {
        return record.groups().stream()
                .flatMap(g -> g.members().stream())
                .mapToLong(m -> m.completion().tokens().length)
                .sum();
    }
}
