package dev.belay.loop.reward;

import dev.belay.verify.Verification;
import dev.belay.verify.Verifier;

/** Finds the answer in a completion and compares it with a gold answer. Pure; never throws for any text. */
@FunctionalInterface
public interface AnswerVerifier {
    Verification verify(String gold, String completion);

    /** A policy of the verify module. */
    static AnswerVerifier of(Verifier verifier) {
        return verifier::verifyResponse;
    }
}
