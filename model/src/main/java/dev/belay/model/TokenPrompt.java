package dev.belay.model;

/**
 * A prompt to complete.
 *
 * @param key the stream its samples draw from; sample g, token t uses {@code key.child(g).uniform(t)}
 * @param tokens (P), P at least 1; not copied, not to be changed
 */
public record TokenPrompt(RandomKey key, int[] tokens) {
    public TokenPrompt {
        if (tokens.length == 0) {
            throw new InvalidInputException("a prompt needs at least one token, got none");
        }
    }
}
