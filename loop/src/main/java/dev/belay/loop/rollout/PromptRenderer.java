package dev.belay.loop.rollout;

import dev.belay.loop.data.Message;
import dev.belay.model.Tokenizer;
import java.util.List;

/** Turns a prompt's messages into the token ids the policy continues. The ids depend on the messages alone. */
@FunctionalInterface
public interface PromptRenderer {
    /** The texts of the messages one after the other, as they stand: for base models. */
    PromptRenderer RAW_TEXT = (prompt, tokenizer) -> {
        StringBuilder all = new StringBuilder();
        prompt.forEach(m -> all.append(m.text()));
        return tokenizer.encode(all.toString());
    };

    int[] render(List<Message> prompt, Tokenizer tokenizer);

    /** How many prompts were cut since this was last asked. */
    default int takeTruncated() {
        return 0;
    }
}
