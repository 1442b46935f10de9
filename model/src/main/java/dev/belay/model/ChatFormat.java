package dev.belay.model;

import java.util.List;
import java.util.Map;

/** How a model wants a conversation written. Thread-safe. */
public interface ChatFormat {
    /**
     * One turn of a conversation.
     *
     * @param role {@code system}, {@code user}, {@code assistant}, or another one that the model's template knows
     */
    record Turn(String role, String text) {}

    /**
     * The conversation as text, ending where the assistant's next turn begins.
     *
     * @param switches options of the format by name, such as {@code enable_thinking}; those it does not know do nothing
     * @throws InvalidInputException when the format refuses the conversation, such as two user turns in a row
     */
    String prompt(List<Turn> turns, Map<String, Boolean> switches);

    /**
     * The conversation as text, ending behind its last turn: what a model that judges the assistant's answer reads.
     *
     * @param switches as those of {@link #prompt}
     * @throws InvalidInputException when the format refuses the conversation
     */
    String finished(List<Turn> turns, Map<String, Boolean> switches);
}
