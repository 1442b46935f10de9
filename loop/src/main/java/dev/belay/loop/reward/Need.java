package dev.belay.loop.reward;

/** What a reward has to be given beside the completions. What it does not declare, it is not handed. */
public enum Need {
    /** The problem's reference; without it the problem comes with {@code Reference.HIDDEN}. */
    REFERENCE,
    /** The whole group: the score of a completion depends on the others. */
    GROUP,
    /** The policy's own probabilities. */
    POLICY,
    /** A model that is not trained. */
    FROZEN_MODEL,
    /** A judge outside the process. */
    JUDGE,
    /** A place to run programs in. */
    SANDBOX
}
