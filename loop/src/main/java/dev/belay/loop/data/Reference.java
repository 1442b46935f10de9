package dev.belay.loop.data;

import dev.belay.model.InvalidInputException;
import java.util.List;

/** What is known about a problem's solution. */
public sealed interface Reference {
    /** Nothing is known, or the reader has no right to see it. */
    record Hidden() implements Reference {}

    /**
     * Answers that count as right.
     *
     * @param anyOf at least one; a response is right when it equals any of them
     */
    record Answers(List<String> anyOf) implements Reference {
        public Answers {
            anyOf = List.copyOf(anyOf);
            if (anyOf.isEmpty()) {
                throw new InvalidInputException("a reference needs at least one answer, got none");
            }
        }
    }

    Reference HIDDEN = new Hidden();

    static Reference answer(String text) {
        return new Answers(List.of(text));
    }
}
