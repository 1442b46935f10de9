package dev.belay.verify.rules.format;

/** Where the opening {@code <think>} stands. */
public enum ThinkOpening {
    /** The model writes it. */
    IN_RESPONSE,
    /** The prompt ends with it, as R1-style templates for base models do; a response must not open it again. */
    IN_PROMPT
}
