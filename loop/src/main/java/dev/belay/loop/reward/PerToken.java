package dev.belay.loop.reward;

import org.jspecify.annotations.Nullable;

/** Sums of per-token rewards, any of which may be missing. */
final class PerToken {
    private PerToken() {}

    static float @Nullable [] add(float @Nullable [] sum, double weight, float @Nullable [] more) {
        if (more == null) {
            return sum;
        }
        float[] out = sum == null ? new float[more.length] : sum.clone();
        for (int t = 0; t < out.length; t++) {
            out[t] += (float) (weight * more[t]);
        }
        return out;
    }
}
