package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rollout.SpecialTokens;
import dev.belay.model.ChatFormat;
import dev.belay.model.ChatFormat.Turn;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prompt and answer as a classifier reads them. The prompt decides: a conversation is written by the classifier's chat
 * template, a text is continued as it stands whether there is a template or not.
 */
record JudgedText(Tokenizer tokenizer, SpecialTokens specials) {
    private static final String ANSWERER = "assistant";

    static JudgedText by(Tokenizer tokenizer) {
        return new JudgedText(tokenizer, SpecialTokens.of(tokenizer));
    }

    /** @throws dev.belay.model.InvalidInputException when the template refuses the conversation, or a text has no ids */
    int[] ids(List<Message> prompt, String answer) {
        List<Turn> turns = new ArrayList<>();
        prompt.forEach(message -> turns.add(message.turn()));
        turns.add(new Turn(ANSWERER, answer));
        Optional<ChatFormat> template = PromptRenderer.isText(prompt) ? Optional.empty() : tokenizer.chatFormat();
        List<String> pieces = template.map(format ->
                        specials.pieces(turns, t -> !t.role().equals("system"), all -> format.finished(all, Map.of())))
                .orElseGet(() -> specials.pieces(turns, t -> t.role().equals(ANSWERER), JudgedText::joined));
        return SpecialTokens.encodeAll(List.of(pieces), tokenizer).getFirst();
    }

    private static String joined(List<Turn> turns) {
        StringBuilder all = new StringBuilder();
        turns.forEach(turn -> all.append(turn.text()));
        return all.toString();
    }
}
