package dev.belay.app.terminal;

import dev.belay.loop.run.Pace;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a task is: a bar with rate, ETA and facts on a terminal; elsewhere a plain line every few seconds, so that a
 * log file stays readable. The launcher says which it is ({@code belay.terminal} holds the width in columns).
 */
public final class Progress implements AutoCloseable {
    private static final Duration PLAIN_LINE_EVERY = Duration.ofSeconds(5);
    private static final int NARROWEST = 60;

    private final PrintWriter err;
    private final String task;
    private final long total;
    private final InstantSource clock;
    private final Instant start;
    private final Pace pace;
    private final @Nullable ProgressBar bar;
    private Instant lastLine;
    private long done;
    private String facts = "";

    private Progress(PrintWriter err, String task, long total, InstantSource clock, int columns) {
        this.err = err;
        this.task = task;
        this.total = total;
        this.clock = clock;
        start = clock.instant();
        lastLine = start;
        pace = new Pace(clock);
        bar = columns > 0 ? bar(task, total, pace, Math.max(NARROWEST, columns)) : null;
    }

    /** @param total steps of the task; the bar is full when that many are done */
    public static Progress of(PrintWriter err, String task, long total) {
        return new Progress(err, task, total, InstantSource.system(), Integer.getInteger("belay.terminal", 0));
    }

    static Progress plain(PrintWriter err, String task, long total, InstantSource clock) {
        return new Progress(err, task, total, clock, 0);
    }

    private static ProgressBar bar(String task, long total, Pace pace, int columns) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setEtaFunction(_ -> pace.left(total))
                .setConsumer(new ConsoleProgressBarConsumer(System.err, columns - 1))
                .build();
    }

    /** So many steps were done before this start. */
    public void resumeAt(long steps) {
        done = steps;
        if (bar != null) {
            bar.stepTo(steps);
        }
    }

    /** {@code steps} are done; {@code facts} (reward, accuracy, tokens/s) are shown until the next call. */
    public void at(long steps, String facts) {
        done = steps;
        pace.reached(steps);
        this.facts = facts;
        if (bar != null) {
            bar.stepTo(steps);
            bar.setExtraMessage(" " + facts);
        } else if (done >= total || Duration.between(lastLine, clock.instant()).compareTo(PLAIN_LINE_EVERY) >= 0) {
            plainLine();
        }
    }

    /** What the task is busy with, shown on a terminal only. */
    public void phase(String phase) {
        if (bar != null) {
            bar.setExtraMessage(" " + phase + (facts.isEmpty() ? "" : ", " + facts));
        }
    }

    /** A line that stays. */
    public void note(String line) {
        if (bar != null) {
            err.print("\r\033[2K");
        }
        err.println(line);
        err.flush();
    }

    private void plainLine() {
        lastLine = clock.instant();
        err.println(task + " " + done + "/" + total + (facts.isEmpty() ? "" : "  " + facts) + eta());
        err.flush();
    }

    private String eta() {
        if (done >= total) {
            return "  done in " + shown(Duration.between(start, clock.instant()));
        }
        return "  ETA " + pace.left(total).map(Progress::shown).orElse("estimating");
    }

    /** As {@code 42 s}, {@code 3:07} or {@code 1:02:03}. */
    public static String shown(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
