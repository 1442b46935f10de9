package dev.belay.model.chat;

import dev.belay.model.InvalidInputException;
import dev.belay.model.jinja.Rendered;
import dev.belay.model.tokenizer.HfTokenizer;
import dev.belay.model.tokenizer.TokenSpans;

/** Which tokens of a conversation the assistant spoke, for templates that mark them with {@code {% generation %}}. */
public final class AssistantMask {
    private AssistantMask() {}

    /**
     * @param tokens (T) ids of the whole text
     * @param spoken (T) whether the assistant spoke a part of the token, as transformers' assistant_masks say
     */
    public record Masked(int[] tokens, boolean[] spoken) {}

    /** @throws InvalidInputException when the template marks nothing, or inside a macro, where its place is not known */
    public static Masked of(Rendered chat, HfTokenizer tokenizer) {
        if (chat.misplaced()) {
            throw new InvalidInputException(
                    "the chat template marks the assistant's text with {% generation %} inside a"
                            + " macro or a set block, where its place in the conversation is not known");
        }
        if (chat.generations().isEmpty()) {
            throw new InvalidInputException(
                    "the chat template marks no text of the assistant; it needs {% generation %} …"
                            + " {% endgeneration %} around it");
        }
        TokenSpans tokens = tokenizer.encodeWithSpans(chat.text());
        boolean[] spoken = new boolean[tokens.ids().length];
        for (Rendered.Span span : chat.generations()) {
            for (int t = 0; t < spoken.length; t++) {
                spoken[t] |= tokens.starts()[t] < span.end() && tokens.ends()[t] > span.start();
            }
        }
        return new Masked(tokens.ids(), spoken);
    }
}
