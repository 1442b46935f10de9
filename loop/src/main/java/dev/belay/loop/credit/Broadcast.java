package dev.belay.loop.credit;

import dev.belay.loop.reward.ScoredGroup;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Arithmetic that credit rules share: rewards of a group in, one advantage for all tokens of each member out. */
final class Broadcast {
    private Broadcast() {}

    /** Applies {@code rule} to the rewards of each group and fills the members' rows with what it returns. */
    static void group(List<ScoredGroup> batch, float[][] out, UnaryOperator<double[]> rule) {
        int s = 0;
        for (ScoredGroup g : batch) {
            for (double a : rule.apply(g.rewards())) {
                Arrays.fill(out[s++], (float) a);
            }
        }
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Whether all values are equal. Asked before dividing, because a rounded mean makes 0/eps a number. */
    static boolean constant(double[] values) {
        for (double v : values) {
            if (v != values[0]) {
                return false;
            }
        }
        return true;
    }
}
