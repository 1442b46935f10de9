package dev.belay.loop.objective;

/** A term added to the token losses of an objective, aggregated like them. Records of their options, pure. */
public interface Regulariser {
    /** Metric name. */
    String name();

    /**
     * @param t one sequence
     * @param weights (T) d(sum of token losses) / d logProbs is added to what is there
     * @return the sum of the token losses of this term, coefficient included
     */
    double loss(TokenView t, float[] weights);

    /** Whether {@link TokenView#reference} must be there. */
    boolean needsReference();
}
