package dev.belay.loop.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long the rest of a task takes, judged by its steps after the first: the first one pays for what happens once, such
 * as compiling and the buffers' growth. Thread-safe, for a bar is drawn by a thread of its own.
 */
public final class Pace {
    private final InstantSource clock;
    private @Nullable Instant first;
    private Instant last = Instant.MIN;
    private long from;
    private long done;

    public Pace(InstantSource clock) {
        this.clock = clock;
    }

    /** So many steps are done now. */
    public synchronized void reached(long steps) {
        last = clock.instant();
        done = steps;
        if (first == null) {
            first = last;
            from = steps;
        }
    }

    /**
     * The time until {@code total} steps are done, evaluations and checkpoints included as they came so far; empty until
     * there is more than one report to judge by.
     */
    public synchronized Optional<Duration> left(long total) {
        if (first == null || done <= from) {
            return Optional.empty();
        }
        Duration all = Duration.between(first, last).multipliedBy(total - done).dividedBy(done - from);
        Duration left = all.minus(Duration.between(last, clock.instant()));
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }
}
