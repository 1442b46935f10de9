package dev.belay.model;

/** Turns the logits of a classifier into their gradients. */
@FunctionalInterface
public interface LogitRule {
    /**
     * @param logits (S, T, L), or (S, 1, L) where sequences are read as a whole, under the current weights
     * @param gradients of the same shape, all zero: dL/dlogits goes there
     */
    void weigh(float[][][] logits, float[][][] gradients);
}
