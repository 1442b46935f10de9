package dev.belay.loop.reward;

import dev.belay.verify.Preset;
import dev.belay.verify.Verifier;

/** By which policy answers are found and compared. */
public enum AnswerCheck {
    /**
     * Exact fractions, see {@link AnswerPlace}; the only check that may take the last number of a completion without a
     * box. For tasks whose answers are numbers by construction.
     */
    EXACT,
    STRICT,
    LENIENT,
    MATH_VERIFY,
    HENDRYCKS,
    QWEN,
    GSM8K,
    DAPO;

    AnswerVerifier verifier(AnswerPlace place) {
        return this == EXACT ? new ExactVerifier(place) : AnswerVerifier.of(Verifier.of(Preset.valueOf(name())));
    }
}
