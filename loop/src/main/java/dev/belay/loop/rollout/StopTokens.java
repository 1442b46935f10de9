package dev.belay.loop.rollout;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The ids that end a completion. */
public final class StopTokens {
    private StopTokens() {}

    /**
     * The model's own end-of-sequence ids and those of the texts.
     *
     * @throws InvalidInputException when a text is not exactly one token of the model
     */
    public static Set<Integer> of(List<String> texts, LanguageModel policy) {
        Set<Integer> ids = new TreeSet<>(policy.spec().stopIds());
        for (String text : texts) {
            int[] tokens = policy.tokenizer().encode(text);
            if (tokens.length != 1) {
                throw new InvalidInputException("rollout.stop: \"" + text.replace("\n", "\\n")
                        + "\" must be one token of the model, it is " + tokens.length);
            }
            ids.add(tokens[0]);
        }
        return ids;
    }
}
