package dev.belay.lab.study;

import dev.belay.loop.run.RunPlan;

/** Hears how a study goes on. Called on the study's thread; must not block. */
public interface StudyListener {
    /** Hears nothing. */
    StudyListener SILENT = new StudyListener() {};

    /**
     * Before any work.
     *
     * @param finished runs that an earlier start has finished and that are not repeated
     */
    default void onPlan(int runs, int finished) {}

    /** A run begins or goes on. */
    default void onRun(PlannedRun run, int number, RunPlan plan) {}

    /** The held-out problems are about to be answered. */
    default void onEvaluating(PlannedRun run, int step) {}

    /** A step of a run is done. */
    default void onProgress(StudyProgress progress) {}

    /** A sentence a user should read now. */
    default void onNotice(String sentence) {}

    /** Asked after every step; true ends the study with a checkpoint of the run at hand. */
    default boolean stopRequested() {
        return false;
    }
}
