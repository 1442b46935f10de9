package dev.belay.loop.credit;

import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import java.util.List;

/** Shifts and scales advantages to mean 0 and (unbiased) variance 1 over all trainable tokens of a batch. */
final class TokenWhitening {
    private TokenWhitening() {}

    /**
     * Leaves a batch without spread, or with fewer than two trainable tokens, at 0.
     *
     * @param floor added to the variance before the root is taken
     */
    static void whiten(List<ScoredGroup> batch, float[][] advantages, double floor) {
        double n = 0;
        double sum = 0;
        boolean[][] masks = masks(batch, advantages.length);
        for (int s = 0; s < advantages.length; s++) {
            for (int t = 0; t < advantages[s].length; t++) {
                if (masks[s][t]) {
                    n++;
                    sum += advantages[s][t];
                }
            }
        }
        double mean = n == 0 ? 0 : sum / n;
        double squares = 0;
        for (int s = 0; s < advantages.length; s++) {
            for (int t = 0; t < advantages[s].length; t++) {
                squares += masks[s][t] ? (advantages[s][t] - mean) * (advantages[s][t] - mean) : 0;
            }
        }
        double scale = n < 2 || squares == 0 ? 0 : 1 / Math.sqrt(squares / (n - 1) + floor);
        for (int s = 0; s < advantages.length; s++) {
            for (int t = 0; t < advantages[s].length; t++) {
                advantages[s][t] = masks[s][t] ? (float) ((advantages[s][t] - mean) * scale) : 0;
            }
        }
    }

    private static boolean[][] masks(List<ScoredGroup> batch, int sequences) {
        boolean[][] masks = new boolean[sequences][];
        int s = 0;
        for (ScoredGroup g : batch) {
            for (ScoredMember m : g.members()) {
                masks[s++] = m.completion().trainable();
            }
        }
        return masks;
    }
}
