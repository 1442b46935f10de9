package dev.belay.model;

/**
 * Hears the tokens of completions as they are drawn. The tokens of a completion come in order; those of different
 * completions may come from several threads at the same time. Must not block.
 */
@FunctionalInterface
public interface TokenListener {
    /** Hears nothing, and costs nothing. */
    TokenListener NONE = (_, _, _) -> {};

    /**
     * @param prompt index into the prompts handed to {@link LanguageModel#generate}
     * @param sample 0 … G-1
     * @param token the id drawn; the stop id, if that ended the completion, is the last
     */
    void onToken(int prompt, int sample, int token);
}
