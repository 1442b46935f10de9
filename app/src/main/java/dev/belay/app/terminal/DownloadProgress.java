package dev.belay.app.terminal;

import dev.belay.model.hub.HubProgress;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A progress bar for each file that is fetched from the Hub. */
public final class DownloadProgress implements HubProgress, AutoCloseable {
    private static final long KILOBYTE = 1000;

    /** Smaller files are there before a bar could be read. */
    private static final long SHOWN_FROM_BYTES = 1_000_000;

    private final PrintWriter err;
    private String file = "";
    private @Nullable Progress bar;

    public DownloadProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void onBytes(String name, long done, long total) {
        if (total < SHOWN_FROM_BYTES) {
            return;
        }
        Progress current = bar;
        if (current == null || !file.equals(name)) {
            close();
            current = Progress.of(err, name + " (kB)", total / KILOBYTE);
            current.resumeAt(done / KILOBYTE);
            bar = current;
            file = name;
        }
        current.at(done / KILOBYTE, "");
    }

    @Override
    public void onNotice(String message) {
        err.println("belay: " + message);
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
