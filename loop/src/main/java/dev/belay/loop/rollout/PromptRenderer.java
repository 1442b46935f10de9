package dev.belay.loop.rollout;

import dev.belay.loop.data.Message;
import dev.belay.model.Tokenizer;
import java.util.List;
import java.util.stream.Collectors;

/** Turns a prompt's messages into the token ids the policy continues. The ids depend on the messages alone. */
@FunctionalInterface
public interface PromptRenderer {
    /** The texts of the messages one after the other, as they stand: for base models. */
    PromptRenderer RAW_TEXT = (prompt, tokenizer) -> tokenizer.encode(rawText(prompt));

    int[] render(List<Message> prompt, Tokenizer tokenizer);

    /** The ids of several prompts, in their order; faster than one by one where there are many. */
    default List<int[]> renderAll(List<List<Message>> prompts, Tokenizer tokenizer) {
        return prompts.stream().map(prompt -> render(prompt, tokenizer)).toList();
    }

    /**
     * The messages that are rendered: the prompt's own and what is added to them, such as a system message. Rendering these
     * gives the same ids. Judges beside the policy read them.
     */
    default List<Message> shown(List<Message> prompt) {
        return prompt;
    }

    /** Whether a prompt is text to be continued, and no conversation. */
    static boolean isText(List<Message> prompt) {
        return prompt.stream().allMatch(message -> message.role() == Message.Role.TEXT);
    }

    /** The texts of the messages one after the other. */
    static String rawText(List<Message> prompt) {
        return prompt.stream().map(Message::text).collect(Collectors.joining());
    }

    /** How many prompts were cut since this was last asked. */
    default int takeTruncated() {
        return 0;
    }
}
