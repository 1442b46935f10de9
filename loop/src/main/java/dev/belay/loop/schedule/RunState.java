package dev.belay.loop.schedule;

import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;

/**
 * Where a run stands when a step begins. Together with the recipe it determines every random draw of the step, which is
 * why a run can be resumed from it.
 *
 * @param key root of all random streams of the run, from its seed
 * @param step steps finished so far; 0 during the first step
 * @param steps steps the run is planned to take, at least 1
 * @param drawn problems drawn from the training source so far: the source's cursor
 */
public record RunState(RandomKey key, int step, int steps, long drawn) {
    public RunState {
        if (step < 0 || drawn < 0) {
            throw new IllegalArgumentException("step and drawn must not be negative, got " + step + " and " + drawn);
        }
        if (steps < 1) {
            throw new InvalidInputException("steps must be at least 1, got " + steps);
        }
    }

    public static RunState start(long seed, int steps) {
        return new RunState(RandomKey.of(seed), 0, steps, 0);
    }

    /** The run's stream of that name; the same in every step. */
    public RandomKey stream(String name) {
        return key.child(name);
    }

    /** The stream of that name for this step alone. */
    public RandomKey stepStream(String name) {
        return key.child(name).child(step);
    }

    /**
     * The same place for somebody who takes no part in the first steps.
     *
     * @param first steps that are behind this one
     */
    public RunState since(int first) {
        return new RunState(key, step - first, steps - first, drawn);
    }

    /** After a step that drew that many problems. */
    public RunState next(int drawnNow) {
        return new RunState(key, step + 1, steps, drawn + drawnNow);
    }
}
