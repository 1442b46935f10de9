package dev.belay.app.terminal;

import java.util.Locale;

/** How large models are, in words. */
public final class Size {
    private Size() {}

    /** {@code 134.5 M parameters}; below a tenth of a million, their number. */
    public static String ofParameters(long count) {
        return count < 100_000
                ? String.format(Locale.ROOT, "%,d parameters", count)
                : String.format(Locale.ROOT, "%.1f M parameters", count / 1e6);
    }
}
