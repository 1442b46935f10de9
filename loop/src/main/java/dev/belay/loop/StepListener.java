package dev.belay.loop;

/** Hears what the loop does: run directory, terminal, tests. Called on the loop's thread. */
public interface StepListener {
    /** What a step is busy with. */
    enum Phase {
        ROLLOUT,
        REWARD,
        UPDATE
    }

    /** A phase of step number {@code step} (1 for the first) begins. */
    default void onPhase(int step, Phase phase) {}

    /** A step is done; the loop's state is already that of the next. */
    void onStep(StepRecord record);
}
