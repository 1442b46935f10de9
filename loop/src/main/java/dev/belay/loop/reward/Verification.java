package dev.belay.loop.reward;

/**
 * What comparing an answer with the gold answer gave.
 *
 * @param reason a few words for a person
 */
public record Verification(Verdict verdict, String reason) {
    /** Three values: a comparison that could not be made is not a wrong answer. */
    public enum Verdict {
        EQUAL,
        NOT_EQUAL,
        UNDECIDED
    }
}
