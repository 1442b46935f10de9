package dev.belay.loop.evaluate;

/**
 * A measured figure with its interval.
 *
 * @param value the estimate
 * @param low lower end of the bootstrap percentile interval
 * @param high upper end
 * @param problems problems it rests on; when 0 the other three are NaN
 */
public record Estimate(double value, double low, double high, long problems) {}
