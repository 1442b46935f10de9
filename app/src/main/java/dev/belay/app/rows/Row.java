package dev.belay.app.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.data.Message;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of a JSONL file that holds an object.
 *
 * @param file the file as the user named it
 * @param line counted from 1
 */
public record Row(String file, long line, ObjectNode fields) {
    /** The row's {@code id}, or its line number when it has none. */
    public JsonNode id() {
        JsonNode id = fields.get("id");
        return id == null ? fields.numberNode(line) : id;
    }

    /** The text of a column, if the row has it. A number or a truth value is taken as it is written. */
    public Optional<String> text(String column) {
        JsonNode value = fields.get(column);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (value.isContainerNode()) {
            throw error("column \"" + column + "\" must be text, got " + kind(value));
        }
        return Optional.of(value.asText());
    }

    /** The messages of a column, {@code [{role, content}, …]} or one text, if the row has it. */
    public Optional<List<Message>> messages(String column) {
        JsonNode value = fields.get(column);
        if (value == null || !value.isArray()) {
            return text(column).map(text -> List.of(Message.text(text)));
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : value) {
            messages.add(message(turn, column));
        }
        return Optional.of(messages);
    }

    private Message message(JsonNode turn, String column) {
        String role = turn.path("role").asText();
        if (!turn.path("content").isTextual()) {
            throw error("column \"" + column + "\" must be text or a list of {role, content}, got " + turn + " in it");
        }
        for (Message.Role known : Message.Role.values()) {
            if (known != Message.Role.TEXT && known.name().equalsIgnoreCase(role)) {
                return new Message(known, turn.path("content").textValue());
            }
        }
        throw error("a role must be system, user or assistant, got \"" + role + "\"");
    }

    /** The token ids of a column, if the row has it. */
    public Optional<int[]> tokens(String column) {
        JsonNode value = fields.get(column);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw error("column \"" + column + "\" must be a list of token ids, got " + kind(value));
        }
        int[] ids = new int[value.size()];
        for (int i = 0; i < ids.length; i++) {
            if (!value.get(i).isInt() || value.get(i).intValue() < 0) {
                throw error("column \"" + column + "\" must be a list of token ids, got " + value.get(i)
                        + " at position " + i);
            }
            ids[i] = value.get(i).intValue();
        }
        return Optional.of(ids);
    }

    /** The first of the columns that the row has. */
    public Optional<String> firstOf(List<String> columns) {
        return columns.stream().filter(fields::hasNonNull).findFirst();
    }

    /** The row has none of the columns of which it needs one. */
    public InvalidInputException missing(String columns) {
        List<String> found = new ArrayList<>();
        fields.fieldNames().forEachRemaining(found::add);
        return error("needs " + columns + "; found " + (found.isEmpty() ? "no columns" : String.join(", ", found)));
    }

    /** A message that says where. */
    public InvalidInputException error(String message) {
        return new InvalidInputException(file + ":" + line + ": " + message);
    }

    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a truth value";
            default -> "nothing";
        };
    }
}
