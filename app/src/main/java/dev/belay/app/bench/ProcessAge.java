package dev.belay.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How long this process has been there, the launcher before the JVM included. {@link ProcessHandle} tells it up to a second
 * too long: it adds the start, counted from boot, to a time of boot that Linux gives in whole seconds.
 */
final class ProcessAge {
    /** Clock ticks a second in what Linux tells programs ({@code USER_HZ}), the same on every x86 and Arm kernel. */
    private static final double TICKS = 100;

    /** Field of /proc/self/stat with the start in ticks after boot, counted behind the name in brackets. */
    private static final int START = 19;

    private static final Pattern BLANK = Pattern.compile(" ");

    private ProcessAge() {}

    /** Seconds, to a hundredth; not a number where there is no /proc. */
    static double seconds() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String uptime = Files.readString(Path.of("/proc/uptime"));
            List<String> behindName = Arrays.asList(BLANK.split(stat.substring(stat.lastIndexOf(')') + 2)));
            double sinceBoot = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            return sinceBoot - Long.parseLong(behindName.get(START)) / TICKS;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
