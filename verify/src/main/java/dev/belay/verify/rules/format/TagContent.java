package dev.belay.verify.rules.format;

/** Whether an empty block counts. */
public enum TagContent {
    /** As the published rewards: {@code <think></think>} is well formed. */
    ANY,
    /** A blank think or answer block fails; closes the cheapest way to earn the reward. */
    NON_BLANK
}
