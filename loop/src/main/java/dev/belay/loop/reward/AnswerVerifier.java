package dev.belay.loop.reward;

/** Compares an extracted answer with a gold answer. Pure. */
@FunctionalInterface
public interface AnswerVerifier {
    /**
     * @param gold the reference as the data set writes it
     * @param answer what was read from the completion
     */
    Verification verify(String gold, String answer);
}
