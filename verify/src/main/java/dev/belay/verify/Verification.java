package dev.belay.verify;

import org.jspecify.annotations.Nullable;

/**
 * The explained result of one verification.
 *
 * @param verdict equal, not equal, or undecided
 * @param reason why, from a closed set
 * @param detail one sentence with the particulars (place of a reading error, name of the policy switch), maybe empty
 * @param extracted the answer text taken from a response; the answer itself when none had to be extracted; null when none was found
 * @param gold how the gold was read, in a plain canonical spelling; null when it was not read
 * @param answer how the answer was read; null when it was not read
 */
public record Verification(
        Verdict verdict,
        Reason reason,
        String detail,
        @Nullable String extracted,
        @Nullable String gold,
        @Nullable String answer) {

    /** True for {@link Verdict#EQUAL} only. */
    public boolean isEqual() {
        return verdict == Verdict.EQUAL;
    }

    /** True when the gold is at fault, so that the sample must be skipped and not scored zero. */
    public boolean isUngradable() {
        return verdict == Verdict.UNDECIDED && reason.blame() == Reason.Blame.GOLD;
    }

    Verification withExtracted(@Nullable String text) {
        return new Verification(verdict, reason, detail, text, gold, answer);
    }
}
