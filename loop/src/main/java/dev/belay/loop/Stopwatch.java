package dev.belay.loop;

import java.util.LinkedHashMap;
import java.util.Map;

/** Wall-clock seconds by phase. The only place in the loop that reads a clock; nothing is ever decided by it. */
final class Stopwatch {
    private final long begin = System.nanoTime();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = begin;

    /** Ends a phase that began with the last one's end. */
    void lap(String phase) {
        long now = System.nanoTime();
        seconds.merge("time/" + phase, (now - last) * 1e-9, Double::sum);
        last = now;
    }

    /** Phases so far and, as {@code step_time}, everything since the start. */
    Map<String, Double> seconds() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("step_time", (System.nanoTime() - begin) * 1e-9);
        all.putAll(seconds);
        return all;
    }
}
