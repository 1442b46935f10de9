package dev.belay.loop.objective;

/** Importance ratios in a range where neither they nor their products overflow. */
final class Ratio {
    /** Log-ratios beyond this are cut before they are exponentiated. */
    private static final double LARGEST_LOG = 20;

    private Ratio() {}

    static double log(double logProb, double old) {
        return Math.clamp(logProb - old, -LARGEST_LOG, LARGEST_LOG);
    }
}
