package dev.belay.lab.study;

import dev.belay.loop.StepRecord;
import dev.belay.loop.run.Progress;
import dev.belay.loop.run.RunListener;
import dev.belay.loop.run.RunPlan;

/** Tells the study's listener what its current run says. */
record RunRelay(StudyListener listener, PlannedRun run, int number, int runs, StudyClock time) implements RunListener {
    @Override
    public void onPlan(RunPlan plan) {
        time.found(plan.doneSteps());
        listener.onRun(run, number, plan);
    }

    @Override
    public void onEvaluating(int step) {
        listener.onEvaluating(run, step);
    }

    @Override
    public void onStep(Progress progress, StepRecord record) {
        time.step();
        listener.onProgress(
                new StudyProgress(run, number, runs, progress, time.done(), time.steps(), time.elapsed(), time.left()));
    }

    @Override
    public void onNotice(String sentence) {
        listener.onNotice(run.title() + ", " + sentence);
    }

    @Override
    public boolean stopRequested() {
        return listener.stopRequested();
    }
}
