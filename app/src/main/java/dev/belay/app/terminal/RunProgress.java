package dev.belay.app.terminal;

import dev.belay.loop.StepListener.Phase;
import dev.belay.loop.StepRecord;
import dev.belay.loop.evaluate.Estimate;
import dev.belay.loop.evaluate.Evaluation;
import dev.belay.loop.run.RunListener;
import dev.belay.loop.run.RunPlan;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A training run as a person follows it: plan, phase, speed, reward seen and true, accuracy, time left. */
public final class RunProgress implements RunListener, AutoCloseable {
    /** Fewer prompts are tokenised before a line could be read. */
    private static final int CHECK_SHOWN_FROM = 20_000;

    private final PrintWriter err;
    private final Interruption interruption;
    private @Nullable Progress check;
    private @Nullable Progress progress;
    private int step;
    private int steps;
    private double reward = Double.NaN;
    private double accuracy = Double.NaN;

    public RunProgress(PrintWriter err, Interruption interruption) {
        this.err = err;
        this.interruption = interruption;
    }

    @Override
    public void onCheckingPrompts(String kind, int done, int total) {
        if (total < CHECK_SHOWN_FROM) {
            return;
        }
        Progress bar = check == null ? Progress.of(err, "checking " + kind + " prompts", total) : check;
        bar.at(done, "");
        check = bar;
        if (done == total) {
            bar.close();
            check = null;
        }
    }

    @Override
    public void onPlan(RunPlan plan) {
        err.printf(
                Locale.ROOT,
                "belay: %s: %s, %s, %s on %s; %d %s%s into %s%n",
                plan.recipe().name(),
                plan.recipe().model(),
                Size.ofParameters(plan.model().parameters()),
                plan.model().compute().name().toLowerCase(Locale.ROOT),
                plan.model().device().name().toLowerCase(Locale.ROOT),
                plan.recipe().steps(),
                plan.recipe().steps() == 1 ? "step" : "steps",
                plan.doneSteps() == 0 ? "" : " (" + plan.doneSteps() + " done)",
                plan.directory());
        err.println("       " + plan.estimate().sentence());
        err.flush();
        step = plan.doneSteps();
        steps = plan.recipe().steps();
        Progress bar = Progress.of(err, plan.recipe().name(), steps);
        bar.resumeAt(step);
        progress = bar;
    }

    @Override
    public void onPhase(int step, Phase phase) {
        phase(phase.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void onEvaluating(int step) {
        phase("evaluation");
    }

    @Override
    public void onStep(dev.belay.loop.run.Progress now, StepRecord record) {
        step = now.step();
        reward = now.reward();
        if (progress != null) {
            progress.at(now.step(), facts(now));
        }
    }

    @Override
    public void onEvaluation(Evaluation evaluation) {
        Estimate greedy = evaluation.metrics().get("greedy/accuracy");
        if (greedy != null) {
            accuracy = greedy.value();
            note(String.format(
                    Locale.ROOT,
                    "step %d: held-out accuracy %.3f (%.3f to %.3f), greedy",
                    evaluation.step(),
                    greedy.value(),
                    greedy.low(),
                    greedy.high()));
        }
    }

    @Override
    public void onNotice(String sentence) {
        note("note: " + sentence);
    }

    @Override
    public boolean stopRequested() {
        return interruption.requested();
    }

    /** Steps finished so far. */
    public int step() {
        return step;
    }

    /** Whether the last step is done. */
    public boolean finished() {
        return step >= steps;
    }

    /** Steps of the whole run. */
    public int steps() {
        return steps;
    }

    /** Mean reward of the last step, as it was optimised; NaN before the first. */
    public double reward() {
        return reward;
    }

    /** Greedy accuracy of the last evaluation; NaN before the first. */
    public double accuracy() {
        return accuracy;
    }

    static String facts(dev.belay.loop.run.Progress now) {
        StringBuilder facts = new StringBuilder(String.format(Locale.ROOT, "reward %.3f", now.reward()));
        if (Double.isFinite(now.trueReward())) {
            facts.append(String.format(Locale.ROOT, "  true %.3f", now.trueReward()));
        }
        if (Double.isFinite(now.mixedGroups())) {
            facts.append(String.format(Locale.ROOT, "  mixed %.0f %%", 100 * now.mixedGroups()));
        }
        if (Double.isFinite(now.tokensPerSecond())) {
            facts.append(String.format(Locale.ROOT, "  %,.0f tok/s", now.tokensPerSecond()));
        }
        return facts.toString();
    }

    private void phase(String name) {
        if (progress != null) {
            progress.phase(name);
        }
    }

    private void note(String line) {
        if (progress != null) {
            progress.note(line);
        } else {
            err.println(line);
        }
    }

    @Override
    public void close() {
        if (check != null) {
            check.close();
        }
        if (progress != null) {
            progress.close();
        }
    }
}
