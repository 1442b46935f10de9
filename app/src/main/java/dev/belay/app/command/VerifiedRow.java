package dev.belay.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.belay.loop.rows.Row;
import dev.belay.loop.rows.RowReader.Line;
import dev.belay.model.InvalidInputException;
import dev.belay.verify.Verification;
import dev.belay.verify.Verifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one line.
 *
 * @param verification null for a bad row
 * @param nanos spent on the verification alone
 * @param problem what is wrong with a bad row
 */
record VerifiedRow(JsonNode id, long line, @Nullable Verification verification, long nanos, Optional<String> problem) {
    static VerifiedRow of(Verifier verifier, Line line) {
        JsonNode id = NullNode.getInstance();
        try {
            Row row = line.row();
            id = row.id();
            String gold = gold(row);
            Optional<String> answer = row.fields().has("gold") ? row.text("answer") : Optional.empty();
            String response = answer.isPresent() ? "" : response(row);
            long start = System.nanoTime();
            Verification v =
                    answer.isPresent() ? verifier.verify(gold, answer.get()) : verifier.verifyResponse(gold, response);
            return new VerifiedRow(id, line.number(), v, System.nanoTime() - start, Optional.empty());
        } catch (InvalidInputException bad) {
            return new VerifiedRow(id, line.number(), null, 0, Optional.ofNullable(bad.getMessage()));
        }
    }

    private static String gold(Row row) {
        return row.text("gold")
                .or(() -> row.text("reward_model.ground_truth"))
                .or(() -> row.text("ground_truth"))
                .or(() -> row.text("solution"))
                .orElseThrow(
                        () -> row.missing("\"gold\" (or TRL's \"solution\", or verl's reward_model.ground_truth)"));
    }

    private static String response(Row row) {
        JsonNode completion = row.fields().path("completion");
        if (completion.isArray() && !completion.isEmpty()) { // TRL's conversational form: the last message counts
            JsonNode content = completion.get(completion.size() - 1).path("content");
            if (content.isTextual()) {
                return content.textValue();
            }
        }
        return row.text("response")
                .or(() -> row.text("solution_str"))
                .or(() -> row.text("completion"))
                .orElseThrow(() -> row.missing("\"answer\" or \"response\" (or TRL's \"completion\")"));
    }
}
