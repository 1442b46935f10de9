package dev.belay.verify.rules.repetition;

/** The checks the n-gram rules make of their options. */
final class NgramArguments {
    private NgramArguments() {}

    static void requireLength(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be at least 1, got " + n);
        }
    }

    static void requirePenalty(double penalty) {
        if (!(penalty <= 0) || !Double.isFinite(penalty)) {
            throw new IllegalArgumentException("a penalty must be finite and not positive, got " + penalty);
        }
    }
}
