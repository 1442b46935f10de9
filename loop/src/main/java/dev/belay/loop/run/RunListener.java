package dev.belay.loop.run;

import dev.belay.loop.StepListener.Phase;
import dev.belay.loop.StepRecord;
import dev.belay.loop.evaluate.Evaluation;
import java.nio.file.Path;

/** Hears how a run goes on: the terminal, a dashboard, a study. Called on the run's thread; must not block. */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {};

    /**
     * Prompts are rendered before the run, so that one that cannot be used is found then.
     *
     * @param kind {@code training} or {@code held-out}
     */
    default void onCheckingPrompts(String kind, int done, int total) {}

    /** Before the first step, and before anything is computed. */
    default void onPlan(RunPlan plan) {}

    /** A phase of step {@code step} (1 for the first) begins. */
    default void onPhase(int step, Phase phase) {}

    /** The held-out problems are about to be answered. */
    default void onEvaluating(int step) {}

    /** A step is done and on disk. */
    default void onStep(Progress progress, StepRecord record) {}

    /** An evaluation is done and on disk. */
    default void onEvaluation(Evaluation evaluation) {}

    /** A checkpoint is complete. */
    default void onCheckpoint(Path folder) {}

    /** A sentence a user should read now, such as that every group of a step had equal rewards. */
    default void onNotice(String sentence) {}

    /** Asked after every step; true ends the run there with a checkpoint, from which it can be resumed. */
    default boolean stopRequested() {
        return false;
    }
}
