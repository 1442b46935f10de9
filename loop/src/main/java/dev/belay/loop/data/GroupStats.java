package dev.belay.loop.data;

/**
 * How a problem's samples did, for sources that choose what to deal next.
 *
 * @param samples samples that were graded
 * @param meanReward mean of the seen reward over them; NaN when none was graded
 * @param meanTruth mean of the true reward over them; NaN when unknown
 */
public record GroupStats(int samples, double meanReward, double meanTruth) {}
