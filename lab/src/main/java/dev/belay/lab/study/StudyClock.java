package dev.belay.lab.study;

import dev.belay.loop.run.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Counts steps over all runs of a study and tells how long the rest will take at the pace of this start. */
final class StudyClock {
    private final InstantSource clock;
    private final Instant begin;
    private final int steps;
    private final Pace pace;
    private int done;
    private int doneHere;

    StudyClock(InstantSource clock, List<PlannedRun> runs) {
        this.clock = clock;
        this.begin = clock.instant();
        this.pace = new Pace(clock);
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
        pace.reached(doneHere);
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

    Optional<Duration> left() {
        return pace.left(steps - done + doneHere);
    }
}
