package dev.belay.loop.run;

import dev.belay.loop.StepRecord;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.evaluate.Evaluation;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * rollouts/steps-FROM-TO.parquet. Rows are gathered and written on a thread of their own, so that a step does not wait
 * for its samples; what that thread could not do is thrown by the next call.
 *
 * <p>Files end at checkpoints: a file never holds steps from both sides of one, so resuming deletes whole files.
 */
final class RolloutLog implements AutoCloseable {
    private static final int STEPS_PER_FILE = 25;
    private static final int MAX_PENDING = 4;

    private final Path folder;
    private final ExecutorService writer;
    private final Deque<Future<?>> pending = new ArrayDeque<>();
    private final List<String> rewards;
    private final StrategyDetector strategies;
    private @Nullable RolloutTable table;
    private int first;
    private int last;
    private int gathered;

    private RolloutLog(Path folder, List<String> rewards, StrategyDetector strategies, int keep) {
        this.folder = folder;
        this.rewards = rewards;
        this.strategies = strategies;
        this.first = keep + 1;
        this.last = keep;
        this.writer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("rollout-writer").factory());
    }

    /** A log that continues behind step {@code keep}; files of later steps are deleted. */
    static RolloutLog continuing(Path folder, int keep, List<String> rewards, StrategyDetector strategies) {
        Disk.writing(folder, () -> Files.createDirectories(folder));
        for (Path file : Disk.list(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".part") || (name.matches("steps-\\d+-\\d+\\.parquet") && firstStep(name) > keep)) {
                Disk.writing(file, () -> Files.deleteIfExists(file));
            }
        }
        return new RolloutLog(folder, rewards, strategies, keep);
    }

    private static int firstStep(String name) {
        return Integer.parseInt(name.split("-", 3)[1]);
    }

    void add(StepRecord record) {
        // Not after the record: an evaluation of the same step may still come and belongs to the same file.
        if (gathered >= STEPS_PER_FILE) {
            flush();
        }
        last = record.step();
        submit(() -> {
            table().add(record.step(), "train", record.groups(), record.advantages());
            return null;
        });
        gathered++;
    }

    void add(Evaluation evaluation) {
        last = Math.max(last, evaluation.step());
        // The evaluation before step 1 belongs to the first file; it has no step of its own.
        submit(() -> {
            table().add(evaluation.step(), "greedy", evaluation.greedy(), new double[0][]);
            table().add(evaluation.step(), "sampled", evaluation.sampled(), new double[0][]);
            return null;
        });
        gathered++;
    }

    /** Starts writing what was gathered. */
    private void flush() {
        if (gathered == 0) {
            return;
        }
        Path file = folder.resolve(String.format("steps-%06d-%06d.parquet", first, Math.max(first, last)));
        first = last + 1;
        gathered = 0;
        submit(() -> {
            table().writeTo(file);
            return null;
        });
    }

    /** Writes what was gathered up to a checkpoint and waits until it is on the disk; the next file begins behind it. */
    void flushAndWait(int checkpoint) {
        flush();
        await(0);
        first = checkpoint + 1;
    }

    private RolloutTable table() throws SQLException {
        RolloutTable open = table;
        if (open == null) {
            open = new RolloutTable(rewards, strategies);
            table = open;
        }
        return open;
    }

    private void submit(Callable<@Nullable Void> work) {
        await(MAX_PENDING);
        pending.add(writer.submit(work));
    }

    /** Waits until at most that many pieces of work are left, and throws what one of them threw. */
    private void await(int left) {
        while (!pending.isEmpty()
                && (pending.size() > left || pending.getFirst().isDone())) {
            try {
                pending.removeFirst().get();
            } catch (ExecutionException e) {
                throw failure(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while samples were being written", e);
            }
        }
    }

    private RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case InvalidInputException e -> e;
            case SQLException e -> Disk.failure(folder, new IOException(e.getMessage(), e));
            default -> new IllegalStateException("writing samples to " + folder + " failed", cause);
        };
    }

    @Override
    public void close() {
        try {
            flush();
            await(0);
        } finally {
            pending.clear();
            pending.add(writer.submit(this::closeTable));
            try {
                await(0);
            } finally {
                writer.shutdown();
            }
        }
    }

    private @Nullable Void closeTable() throws SQLException {
        if (table != null) {
            table.close();
        }
        return null;
    }
}
