package dev.belay.model.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that work through numbered tasks together with the thread that asks. Between jobs they look for the next
 * one for some microseconds, then sleep: a machine shared with others slows us down in proportion and no more.
 */
final class Workers implements AutoCloseable {
    /** One piece of a job. Tasks of a job run in any order, on any thread, and must not touch each other's results. */
    @FunctionalInterface
    interface Task {
        /** @param worker which thread is running, 0 … threads-1; an index into scratch memory */
        void run(int index, int worker);
    }

    private static final int SPINS_BEFORE_SLEEP = 2_000;

    private final List<Helper> helpers = new ArrayList<>();
    private volatile @Nullable Job job;
    private volatile boolean closed;

    /** @param threads including the calling thread */
    Workers(int threads) {
        for (int i = 1; i < threads; i++) {
            Helper helper = new Helper(i);
            helper.setDaemon(true);
            helper.start();
            helpers.add(helper);
        }
    }

    /** As many as the machine runs at a time. */
    static Workers ofMachine() {
        return new Workers(Runtime.getRuntime().availableProcessors());
    }

    int threads() {
        return helpers.size() + 1;
    }

    /** Runs tasks 0 … count-1 and returns when all have ended; the first exception of a task is thrown here. */
    void run(int count, Task task) {
        if (count <= 1 || helpers.isEmpty()) {
            for (int i = 0; i < count; i++) {
                task.run(i, 0);
            }
            return;
        }
        Job mine = new Job(count, task, Thread.currentThread());
        job = mine;
        for (Helper helper : helpers) {
            helper.wake();
        }
        mine.work(0);
        mine.await();
        job = null;
    }

    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private static final class Job {
        private final int count;
        private final Task task;
        private final Thread owner;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger open;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Job(int count, Task task, Thread owner) {
            this.count = count;
            this.task = task;
            this.owner = owner;
            this.open = new AtomicInteger(count);
        }

        void work(int worker) {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    task.run(i, worker);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                }
                if (open.decrementAndGet() == 0) {
                    LockSupport.unpark(owner);
                }
            }
        }

        void await() {
            for (int spins = 0; open.get() > 0; spins++) {
                if (spins < SPINS_BEFORE_SLEEP) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            Throwable thrown = failure.get();
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        }
    }

    private final class Helper extends Thread {
        private final int worker;
        private volatile boolean asleep;

        Helper(int worker) {
            super("belay-worker-" + worker);
            this.worker = worker;
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            Job last = null;
            while (!closed) {
                Job current = job;
                if (current != null && current != last) {
                    current.work(worker);
                    last = current;
                } else {
                    waitForChange(current);
                }
            }
        }

        private void waitForChange(@Nullable Job seen) {
            for (int spins = 0; spins < SPINS_BEFORE_SLEEP; spins++) {
                Job now = job;
                if (now != null && now != seen) {
                    return;
                }
                Thread.onSpinWait();
            }
            asleep = true;
            Job now = job;
            if ((now == null || now == seen) && !closed) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
