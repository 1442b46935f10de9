package dev.belay.app.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.Reference;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.Span;
import dev.belay.loop.rows.Row;
import dev.belay.model.Finish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A row with a problem and finished responses, as the group of completions that rewards judge. */
public final class AnsweredRow {
    private static final List<String> REFERENCES =
            Stream.concat(Stream.of("gold"), Row.ANSWER_COLUMNS.stream()).toList();

    private AnsweredRow() {}

    /**
     * Reads the prompt as training does, from the first of {@link Row#PROMPT_COLUMNS}: a text or messages (may be absent);
     * the right answer from {@code gold} or the first of {@link Row#ANSWER_COLUMNS} (may be absent); and {@code response}, TRL's {@code completion} (a text or messages), or the list
     * {@code responses}. {@code finish} says {@code length} for responses that were cut off. Lengths are counted in bytes of UTF-8, for a
     * text without its tokenizer has no tokens.
     */
    public static Group group(Row row) {
        Reference reference = row.firstOf(REFERENCES)
                .flatMap(row::texts)
                .<Reference>map(Reference.Answers::new)
                .orElse(Reference.HIDDEN);
        String id = row.id().asText();
        List<Message> prompt =
                row.firstOf(Row.PROMPT_COLUMNS).flatMap(row::prompt).orElse(List.of(Message.text("")));
        Problem problem = new Problem(id, prompt, reference, Map.of());
        Finish finish = row.text("finish").filter("length"::equals).isPresent() ? Finish.LENGTH : Finish.STOP;
        return new Group(
                id + "@" + row.line(),
                problem,
                responses(row).stream().map(text -> completion(text, finish)).toList());
    }

    private static List<String> responses(Row row) {
        JsonNode several = row.fields().get("responses");
        if (several == null) {
            return List.of(row.text("response")
                    .or(() -> row.answer("completion"))
                    .orElseThrow(() -> row.missing("\"response\" or \"responses\" (or TRL's \"completion\")")));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : several) {
            if (!text.isTextual()) {
                throw row.error("column \"responses\" must be a list of texts, got " + Row.described(text) + " in it");
            }
            texts.add(text.textValue());
        }
        if (texts.isEmpty()) {
            throw row.error("column \"responses\" must be a list with at least one text");
        }
        return texts;
    }

    private static Completion completion(String text, Finish finish) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = Byte.toUnsignedInt(bytes[i]);
        }
        int[] prompt = {0};
        return new Completion(
                tokens, new float[tokens.length], text, List.of(Span.policy(tokens.length)), finish, prompt, prompt);
    }
}
