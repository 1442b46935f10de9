package dev.belay.app.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much of the log reaches standard error: warnings unless asked for more. */
public final class Verbosity {
    private Verbosity() {}

    /** @param times 1 shows what belay does, 2 its details, 3 those of the libraries too */
    public static void raise(int times) {
        if (times > 0 && LoggerFactory.getLogger("dev.belay") instanceof Logger belay) {
            belay.setLevel(times == 1 ? Level.INFO : Level.DEBUG);
        }
        if (times > 2 && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }
}
