package dev.belay.model;

/** Per-token quantities that {@link LanguageModel#score} can compute. All under the batch's {@link LogitWarp}. */
public enum Stat {
    /** Natural log-probability of the token. */
    LOGPROB,
    /** Entropy in nats of the distribution the token was drawn from. */
    ENTROPY,
    /** 0 for the most probable token, 1 for the second, and so on; ties count in the token's favour. */
    RANK,
    /** The token's own logit after temperature. */
    CHOSEN_LOGIT,
    /** log sum exp of all (kept) logits after temperature. */
    LOGSUMEXP,
    /** Mean of all logits after temperature; unaffected by truncation. */
    MEAN_LOGIT
}
