package dev.belay.loop.objective;

/** A policy loss. Implementations are records of their options and pure. */
public interface Objective {
    /**
     * @param t one sequence
     * @param weights (T) zero on entry; filled with d(sum of token losses) / d logProbs at trainable tokens
     */
    Loss loss(TokenView t, float[] weights);

    /** How sequences are weighed against each other. */
    Aggregator aggregate();
}
