package dev.belay.app.terminal;

import dev.belay.lab.study.PlannedRun;
import dev.belay.lab.study.StudyListener;
import dev.belay.lab.study.StudyProgress;
import dev.belay.loop.run.RunPlan;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A study as a person follows it: one bar over all steps of all runs, with the run at hand in its facts. */
public final class StudyProgressLine implements StudyListener, AutoCloseable {
    private final PrintWriter err;
    private final String name;
    private final Interruption interruption;
    private @Nullable Progress progress;

    public StudyProgressLine(PrintWriter err, String name, Interruption interruption) {
        this.err = err;
        this.name = name;
        this.interruption = interruption;
    }

    @Override
    public void onPlan(int runs, int finished) {
        end();
        err.println("belay: study " + name + ": " + runs + " runs"
                + (finished == 0 ? "" : ", " + finished + " of them done before"));
        err.flush();
    }

    @Override
    public void onRun(PlannedRun run, int number, RunPlan plan) {
        note("run " + number + ": " + run.title());
    }

    @Override
    public void onEvaluating(PlannedRun run, int step) {
        if (progress != null) {
            progress.phase(run.arm() + " evaluation");
        }
    }

    @Override
    public void onProgress(StudyProgress now) {
        if (progress == null) {
            progress = Progress.of(err, name, now.steps());
            progress.resumeAt(now.stepsDone() - 1);
        }
        progress.at(
                now.stepsDone(),
                String.format(
                        Locale.ROOT,
                        "run %d/%d %s step %d/%d  %s",
                        now.number(),
                        now.runs(),
                        now.run().arm(),
                        now.inRun().step(),
                        now.inRun().steps(),
                        RunProgress.facts(now.inRun())));
    }

    @Override
    public void onNotice(String sentence) {
        note("note: " + sentence);
    }

    @Override
    public boolean stopRequested() {
        return interruption.requested();
    }

    private void note(String line) {
        if (progress != null) {
            progress.note(line);
        } else {
            err.println(line);
            err.flush();
        }
    }

    /** Takes the bar away, so that what follows is not drawn over. */
    public void end() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }

    @Override
    public void close() {
        end();
    }
}
