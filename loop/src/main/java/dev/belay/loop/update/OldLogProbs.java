package dev.belay.loop.update;

/** Whose log-probabilities stand for the policy that sampled, when a batch is used for more than one update. */
public enum OldLogProbs {
    /** The trainer scores the batch before the first update: the ratio starts at exactly 1. */
    TRAINER,
    /** Those the sampler recorded: saves a forward pass, and lets rounding differences into the ratio. */
    SAMPLER
}
