package dev.belay.loop.data;

import java.util.List;
import java.util.Map;

/**
 * A task for the policy.
 *
 * @param id stable and unique within its source; random streams and groups are keyed by it
 * @param prompt at least one message
 * @param reference what a checker may compare with
 * @param facts anything else a reward, a metric or a report may read, such as a difficulty level
 */
public record Problem(String id, List<Message> prompt, Reference reference, Map<String, String> facts) {
    public Problem {
        prompt = List.copyOf(prompt);
        facts = Map.copyOf(facts);
        if (prompt.isEmpty()) {
            throw new IllegalArgumentException("problem " + id + " has no prompt");
        }
    }

    /** A problem whose prompt is plain text and whose solution is one answer. */
    public static Problem of(String id, String prompt, String answer) {
        return new Problem(id, List.of(Message.text(prompt)), Reference.answer(answer), Map.of());
    }

    /** The same task put in other messages. */
    public Problem withPrompt(List<Message> other) {
        return new Problem(id, other, reference, facts);
    }

    /** What a reward sees that has not declared its need of the reference. */
    public Problem withoutReference() {
        return new Problem(id, prompt, Reference.HIDDEN, facts);
    }
}
