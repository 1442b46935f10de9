package dev.belay.model;

/**
 * What an optimizer step did.
 *
 * @param gradNorm global L2 norm of the gradient before clipping
 * @param changedShare share of the parameters, as the forward pass sees them, that the step changed; below 1 when
 *     bf16 rounding swallows updates
 * @param steps optimizer steps taken so far, this one included
 */
public record UpdateStats(double gradNorm, double changedShare, long steps) {}
