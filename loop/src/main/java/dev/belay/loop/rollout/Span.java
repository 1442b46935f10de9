package dev.belay.loop.rollout;

/**
 * A stretch of a completion written by one author.
 *
 * @param from first token
 * @param to one past the last token
 * @param role who wrote it
 * @param turn 0 for the first turn of an episode
 * @param step 0 for the first reasoning step of a turn
 * @param trainable whether the policy is trained on it
 */
public record Span(int from, int to, Role role, int turn, int step, boolean trainable) {
    /** Who wrote a span. */
    public enum Role {
        POLICY,
        VERIFIER,
        ENVIRONMENT
    }

    public Span {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a span runs forward from 0 or later, got [" + from + ", " + to + ")");
        }
    }

    /** A completion written by the policy in one go. */
    public static Span policy(int tokens) {
        return new Span(0, tokens, Role.POLICY, 0, 0, true);
    }
}
