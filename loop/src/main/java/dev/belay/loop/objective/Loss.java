package dev.belay.loop.objective;

/**
 * What an objective says about one sequence.
 *
 * @param sum of the token losses over trainable tokens, before aggregation
 * @param clippedLow tokens whose gradient is cut off at the lower clip bound
 * @param clippedHigh tokens whose gradient is cut off at the upper clip bound
 */
public record Loss(double sum, int clippedLow, int clippedHigh) {}
