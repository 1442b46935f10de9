package dev.belay.app.rows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.model.LanguageModel;

/** Token ids and log-probabilities in rows. */
public final class TokenRows {
    private TokenRows() {}

    /**
     * The ids of a row: its {@code tokens}, checked against the vocabulary, or its text column, tokenised as it stands; of messages
     * the texts one after the other, as in training.
     *
     * @param textColumn such as {@code prompt}
     * @return at least one id
     */
    public static int[] tokens(Row row, String textColumn, LanguageModel model) {
        int[] ids = row.tokens("tokens")
                .or(() -> row.messages(textColumn)
                        .map(messages -> PromptRenderer.RAW_TEXT.render(messages, model.tokenizer())))
                .orElseThrow(() -> row.missing("\"" + textColumn + "\" or \"tokens\""));
        if (ids.length == 0) {
            throw row.error("needs at least one token, got none");
        }
        int vocabulary = model.spec().vocabSize();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= vocabulary) {
                throw row.error("token ids must be below the vocabulary size " + vocabulary + ", got " + ids[i]
                        + " at position " + i);
            }
        }
        return ids;
    }

    public static ArrayNode json(int[] ids) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(ids.length);
        for (int id : ids) {
            array.add(id);
        }
        return array;
    }

    public static ArrayNode json(float[] values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
        for (float value : values) {
            array.add(value);
        }
        return array;
    }
}
