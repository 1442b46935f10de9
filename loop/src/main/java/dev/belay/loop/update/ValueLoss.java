package dev.belay.loop.update;

/**
 * The loss of one value.
 *
 * @param value of the loss, with its factor of a half
 * @param gradient dloss/dv
 * @param clipped whether the value had left its range on the side of the return, so that it is not pushed on
 */
record ValueLoss(double value, double gradient, boolean clipped) {
    /**
     * max((v - R)², (clip(v, old - range, old + range) - R)²) / 2.
     *
     * @param old the value before the step
     * @param target R, the return
     */
    static ValueLoss of(double v, double old, double target, double range) {
        double free = v - target;
        // A value that is no number stays one, for the optimizer to refuse.
        double held = Math.max(old - range, Math.min(v, old + range)) - target;
        boolean clipped = held * held > free * free;
        return clipped ? new ValueLoss(held * held / 2, 0, true) : new ValueLoss(free * free / 2, free, false);
    }
}
