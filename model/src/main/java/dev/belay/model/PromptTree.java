package dev.belay.model;

import java.util.List;

/**
 * A prompt with the completions that grow from it. The prompt is stored, forwarded and differentiated once for all of
 * them. Only completion tokens carry log-probabilities and weights.
 *
 * @param prompt (P), P at least 1
 * @param completions G arrays of (T); lengths differ, a length of 0 is allowed
 */
public record PromptTree(int[] prompt, List<int[]> completions) {
    public PromptTree {
        completions = List.copyOf(completions);
        if (prompt.length == 0) {
            throw new InvalidInputException("a prompt needs at least one token, got none");
        }
    }

    /** A text of which every token but the first is predicted: the first token is the prompt, the rest one completion. */
    public static PromptTree ofText(int[] tokens) {
        return new PromptTree(new int[] {tokens[0]}, List.of(java.util.Arrays.copyOfRange(tokens, 1, tokens.length)));
    }
}
