package dev.belay.loop.data;

import dev.belay.loop.schedule.RunState;
import java.util.List;

/**
 * Deals problems. What it deals is a function of the run's state (key and {@code drawn}) and of {@link #saveState};
 * most sources have no state of their own.
 */
public interface ProblemSource {
    /**
     * The problems numbered {@code s.drawn()} to {@code s.drawn() + n - 1} of the run's deal. Each pass over a finite
     * source comes in a new order drawn from {@code s.key()}.
     *
     * @param n at least 1
     * @return n problems; repeats only when n is larger than what is left of a pass
     */
    List<Problem> next(int n, RunState s);

    /**
     * The first problems in the source's own order, for evaluation: the same for every run and every seed.
     *
     * @param limit at least 1
     * @return at most {@code limit}
     */
    List<Problem> first(int limit);

    /**
     * What tells this source's content from any other's, for the digest in run.json: every problem of a finite source, of a
     * generated one enough to notice a change of its generator.
     */
    List<Problem> identity();

    /** Where a problem of this source was written, as messages name it: {@code train.jsonl:17}; a generated one has its id. */
    default String place(Problem problem) {
        return "problem " + problem.id();
    }

    /** Names the solution strategies this source's problems are known to be answered with. */
    default StrategyDetector strategies() {
        return StrategyDetector.NONE;
    }

    /** Called after each step for each problem dealt in it. */
    default void observe(Problem problem, GroupStats stats) {}

    /** Whatever {@link #observe} changed, as text for the checkpoint; empty when nothing. */
    default String saveState() {
        return "";
    }

    /** Restores what {@link #saveState} gave. */
    default void restoreState(String state) {}
}
