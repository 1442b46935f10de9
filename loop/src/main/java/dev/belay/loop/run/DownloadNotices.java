package dev.belay.loop.run;

import dev.belay.model.hub.HubProgress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells a run's listener how the download of its model goes: a line for each tenth of a large file. */
final class DownloadNotices implements HubProgress {
    private static final long LARGE = 10_000_000;

    private final RunListener listener;
    private final Map<String, Long> tenths = new HashMap<>();

    DownloadNotices(RunListener listener) {
        this.listener = listener;
    }

    @Override
    public void onBytes(String file, long done, long total) {
        long tenth = 10 * done / Math.max(1, total);
        Long before = tenths.put(file, tenth);
        if (total >= LARGE && (before == null || before < tenth)) {
            listener.onNotice(String.format(Locale.ROOT, "%s: %d of %d MB", file, done / 1_000_000, total / 1_000_000));
        }
    }

    @Override
    public void onNotice(String message) {
        listener.onNotice(message);
    }
}
