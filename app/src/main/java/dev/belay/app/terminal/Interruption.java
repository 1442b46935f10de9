package dev.belay.app.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C as a request: the JVM's shutdown waits until the work in progress has reached a point from which it can be
 * resumed, a minute at most; the last checkpoint is there in any case.
 *
 * <pre>{@code
 * try (Interruption interruption = Interruption.watch()) {
 *     while (!finished() && !interruption.requested()) { step(); }
 *     save();
 * } // only now may the JVM end
 * }</pre>
 */
public final class Interruption implements AutoCloseable {
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Thread hook = new Thread(this::request, "belay-interruption");

    private Interruption() {}

    public static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** True once the process has been asked to end. */
    public boolean requested() {
        return requested.get();
    }

    private void request() {
        requested.set(true);
        try {
            boolean _ = settled.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        settled.countDown();
        if (!requested.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException endingAnyway) {
                // Ctrl-C came between the two lines; the latch is open, so nothing waits.
                requested.set(true);
            }
        }
    }
}
