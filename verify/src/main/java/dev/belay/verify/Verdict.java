package dev.belay.verify;

/** What a verification concluded. "Wrong" and "could not tell" are different things. */
public enum Verdict {
    /** The answer means what the gold answer means, under the policy in force. */
    EQUAL,
    /** The answer was read and certainly means something else, or the policy refuses its form. */
    NOT_EQUAL,
    /** No certain statement: {@link Reason} says whether gold, answer or the budget is the cause. */
    UNDECIDED
}
