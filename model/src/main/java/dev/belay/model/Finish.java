package dev.belay.model;

/** Why a completion ended; recorded by the sampler, never inferred from the tokens afterwards. */
public enum Finish {
    /** A stop id was sampled. It is the last token of the completion. */
    STOP,
    /** The budget of new tokens, or the model's context, was used up. */
    LENGTH
}
