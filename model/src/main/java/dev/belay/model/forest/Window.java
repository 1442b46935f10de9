package dev.belay.model.forest;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a forest that stand in memory together where others do not.
 *
 * @param first row
 * @param count of rows
 */
public record Window(int first, int count) {
    /** All rows cut into at most {@code pieces} of equal size, the last perhaps smaller. */
    public static List<Window> cut(int rows, int pieces) {
        int size = Math.max(1, Math.ceilDiv(rows, pieces));
        List<Window> windows = new ArrayList<>();
        for (int first = 0; first < rows; first += size) {
            windows.add(new Window(first, Math.min(size, rows - first)));
        }
        return windows;
    }

    /** The first row behind. */
    public int end() {
        return first + count;
    }
}
