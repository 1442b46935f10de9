package dev.belay.loop.objective;

/** Turns sums of token losses into the loss of an optimiser step. */
@FunctionalInterface
public interface Aggregator {
    /** Factor on the token losses of a sequence; the step's loss is the sum of factor times {@link Loss#sum}. */
    double scale(int sequence, BatchShape b);
}
