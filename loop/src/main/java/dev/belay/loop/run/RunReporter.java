package dev.belay.loop.run;

import dev.belay.loop.StepListener;
import dev.belay.loop.StepRecord;
import dev.belay.loop.evaluate.Estimate;
import dev.belay.loop.evaluate.Evaluation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/** Writes each step to the logs, then tells the listener. */
final class RunReporter implements StepListener {
    private static final String ACCURACY = "greedy/accuracy";

    /** Explained once, then counted. */
    private static final int TIED_TOLD_EVERY = 25;

    private final Recipe recipe;
    private final RunLogs logs;
    private final RunListener listener;
    private final InstantSource clock;
    private final Instant begin;
    private final Pace pace;
    private double accuracy = Double.NaN;
    private int taken;
    private int tied;

    RunReporter(Recipe recipe, RunLogs logs, RunListener listener, InstantSource clock) {
        this.recipe = recipe;
        this.logs = logs;
        this.listener = listener;
        this.clock = clock;
        this.begin = clock.instant();
        this.pace = new Pace(clock);
    }

    @Override
    public void onPhase(int step, Phase phase) {
        listener.onPhase(step, phase);
    }

    @Override
    public void onStep(StepRecord record) {
        double rate = tokens(record) / record.seconds().getOrDefault("time/rollout", Double.NaN);
        logs.write(record, rate);
        pace.reached(record.step());
        taken++;
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
        return new Progress(
                record.step(),
                recipe.steps(),
                tokensPerSecond,
                metric(record, "reward"),
                metric(record, "reward/true"),
                accuracy,
                metric(record, "reward/groups/mixed"),
                Duration.between(begin, clock.instant()),
                pace.left(recipe.steps()));
    }

    /** A loss of 0 is the commonest question about group-relative methods; this is its commonest answer. */
    private void explainTies(StepRecord record) {
        if (metric(record, "frac_reward_zero_std") != 1 || !withoutAdvantages(record)) {
            return;
        }
        tied++;
        if (tied == 1) {
            listener.onNotice("step " + record.step() + ": within every group all rewards are equal, so this step "
                    + "taught nothing; harder or easier problems, more samples per problem or another reward give "
                    + "groups that differ");
        } else if (tied % TIED_TOLD_EVERY == 0) {
            listener.onNotice("step " + record.step() + ": " + tiedSteps());
        }
    }

    /** No step will follow in this process. */
    void finish() {
        if (tied > 1) {
            listener.onNotice(tiedSteps());
        }
    }

    private String tiedSteps() {
        return tied + " of " + taken + " steps taught nothing, all rewards being equal within every group";
    }

    /** Rules that do not compare the members of a group may learn from equal rewards too. */
    private static boolean withoutAdvantages(StepRecord record) {
        return Arrays.stream(record.advantages())
                .flatMapToDouble(Arrays::stream)
                .filter(a -> !Double.isNaN(a))
                .allMatch(a -> a == 0);
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
