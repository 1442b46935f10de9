package dev.belay.app.rows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.belay.loop.data.Message;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rows.Row;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import java.util.List;

/** Token ids and log-probabilities in rows. */
public final class TokenRows {
    private TokenRows() {}

    /**
     * The ids of a row: its {@code tokens}, checked against the vocabulary, or the first of the columns it has, written as
     * training writes it.
     *
     * @param columns such as {@code prompt}
     * @return at least one id
     */
    public static int[] tokens(Row row, List<String> columns, LanguageModel model, PromptRenderer renderer) {
        int[] ids = row.tokens("tokens")
                .or(() -> row.firstOf(columns)
                        .flatMap(row::messages)
                        .map(messages -> rendered(row, messages, model, renderer)))
                .orElseThrow(() -> row.missing("\"" + String.join("\" or \"", columns) + "\" or \"tokens\""));
        if (ids.length == 0) {
            throw row.error("the prompt is empty, and there is nothing to continue; at least one token is needed");
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

    private static int[] rendered(Row row, List<Message> messages, LanguageModel model, PromptRenderer renderer) {
        try {
            return renderer.render(messages, model.tokenizer());
        } catch (InvalidInputException e) {
            throw row.error(String.valueOf(e.getMessage()));
        }
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
