package dev.belay.lab.study;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Counts steps over all runs of a study and tells how long the rest will take at the pace of this start. */
final class StudyClock {
    private final InstantSource clock;
    private final Instant begin;
    private final int steps;
    private int done;
    private int doneHere;

    StudyClock(InstantSource clock, List<PlannedRun> runs) {
        this.clock = clock;
        this.begin = clock.instant();
        this.steps = runs.stream().mapToInt(r -> r.recipe().steps()).sum();
        this.done = runs.stream()
                .filter(StudyRunner::finished)
                .mapToInt(r -> r.recipe().steps())
                .sum();
    }

    /** Steps that a stopped run already has behind it. */
    void found(int doneSteps) {
        done += doneSteps;
    }

    void step() {
        done++;
        doneHere++;
    }

    int done() {
        return done;
    }

    int steps() {
        return steps;
    }

    Duration elapsed() {
        return Duration.between(begin, clock.instant());
    }

    Duration left() {
        return elapsed().multipliedBy(steps - done).dividedBy(Math.max(1, doneHere));
    }
}
