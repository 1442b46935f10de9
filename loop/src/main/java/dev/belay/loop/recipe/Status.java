package dev.belay.loop.recipe;

/** How far a method can be relied on; shown by {@code belay methods}. */
public enum Status {
    /** Checked against the paper's formula, golden values and a training run. */
    STABLE,
    /** Formula and golden values checked; no training run of ours reproduces a published result yet. */
    TESTED,
    /** Some part had to be reconstructed; the Javadoc says which. */
    EXPERIMENTAL
}
