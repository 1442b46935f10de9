package dev.belay.loop.objective;

import org.jspecify.annotations.Nullable;

/**
 * One sequence as an objective sees it. All arrays (T); not to be changed.
 *
 * @param logProbs under the current weights
 * @param old under the weights that sampled
 * @param reference under the reference policy; null unless a regulariser asked for it
 * @param advantages from the credit stage
 * @param trainable tokens to differentiate; all others count for nothing
 */
public record TokenView(
        float[] logProbs, float[] old, float @Nullable [] reference, float[] advantages, boolean[] trainable) {
    public TokenView {
        int t = logProbs.length;
        if (old.length != t || advantages.length != t || trainable.length != t) {
            throw new IllegalArgumentException("all arrays must have " + t + " tokens, got old " + old.length
                    + ", advantages " + advantages.length + ", trainable " + trainable.length);
        }
    }

    /** Without a reference policy. */
    public TokenView(float[] logProbs, float[] old, float[] advantages, boolean[] trainable) {
        this(logProbs, old, null, advantages, trainable);
    }

    public int tokens() {
        return logProbs.length;
    }
}
