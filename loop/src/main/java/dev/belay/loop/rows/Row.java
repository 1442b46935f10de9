package dev.belay.loop.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.data.Message;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of a file: one JSON object. Columns are named by their keys, with dots for nesting:
 * {@code reward_model.ground_truth}. A value that is null counts as absent.
 *
 * @param file as the user named it
 * @param line counted from 1; the number of the row in a Parquet file
 */
public record Row(String file, long line, ObjectNode fields) {
    /** Where a prompt is looked for, first to last: the columns of TRL, of chat data, and of the common problem sets. */
    public static final List<String> PROMPT_COLUMNS = List.of("prompt", "messages", "question", "problem");

    /** Where the right answer is looked for, first to last: the columns of TRL and of verl. */
    public static final List<String> ANSWER_COLUMNS = List.of("solution", "answer", "reward_model.ground_truth");

    private static final int SHOWN = 60;

    /** The row's {@code id}, or its line number when it has none. */
    public JsonNode id() {
        JsonNode id = at("id");
        return id == null ? fields.numberNode(line) : id;
    }

    /** The value of a column, or null when the row has none. */
    public @Nullable JsonNode at(String column) {
        JsonNode node = fields.get(column);
        if (node == null) {
            node = fields;
            for (String part : column.split("\\.", -1)) {
                node = node.path(part);
            }
        }
        return node.isMissingNode() || node.isNull() ? null : node;
    }

    /** The first of the columns that the row has. */
    public Optional<String> firstOf(List<String> columns) {
        return columns.stream().filter(column -> at(column) != null).findFirst();
    }

    /** The text of a column, if the row has it. A number or a truth value is taken as it is written. */
    public Optional<String> text(String column) {
        return Optional.ofNullable(at(column)).map(value -> text(value, column));
    }

    /** The answer in a column, if the row has it: its text, or the text of the last message of a conversation. */
    public Optional<String> answer(String column) {
        return at(column) instanceof ArrayNode
                ? messages(column).map(m -> m.getLast().text())
                : text(column);
    }

    /** The texts of a column that holds one or a list of them, if the row has it. */
    public Optional<List<String>> texts(String column) {
        JsonNode value = at(column);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            return Optional.of(List.of(text(value, column)));
        }
        List<String> texts = new ArrayList<>();
        value.forEach(one -> texts.add(text(one, column)));
        if (texts.isEmpty()) {
            throw error("column \"" + column + "\" must hold at least one text, got an empty list");
        }
        return Optional.of(texts);
    }

    private String text(JsonNode value, String column) {
        if (!value.isValueNode() || value.isNull()) {
            throw error("column \"" + column + "\" must be text, got " + described(value));
        }
        return value.asText();
    }

    /** The messages of a column, {@code [{role, content}, …]} or one text, if the row has it. */
    public Optional<List<Message>> messages(String column) {
        JsonNode value = at(column);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isTextual()) {
            return Optional.of(List.of(Message.text(value.textValue())));
        }
        if (!value.isArray() || value.isEmpty()) {
            throw notMessages(value, column);
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : value) {
            if (!turn.path("content").isTextual()) {
                throw notMessages(turn, column);
            }
            messages.add(new Message(
                    role(turn.path("role"), column), turn.path("content").textValue()));
        }
        return Optional.of(messages);
    }

    /** The messages of a column that are to be answered, if the row has it. */
    public Optional<List<Message>> prompt(String column) {
        Optional<List<Message>> messages = messages(column);
        if (messages.isPresent() && messages.get().getLast().role() == Message.Role.ASSISTANT) {
            throw error("column \"" + column + "\" ends with the assistant's turn, which leaves nothing to answer");
        }
        return messages;
    }

    private InvalidInputException notMessages(JsonNode found, String column) {
        return error("column \"" + column + "\" must be text or a list of {role, content}, got " + described(found));
    }

    private Message.Role role(JsonNode role, String column) {
        for (Message.Role known : Message.Role.values()) {
            if (known != Message.Role.TEXT && known.name().equalsIgnoreCase(role.asText())) {
                return known;
            }
        }
        throw error("column \"" + column + "\": a role must be system, user or assistant, got " + described(role));
    }

    /** The token ids of a column, if the row has it. */
    public Optional<int[]> tokens(String column) {
        JsonNode value = at(column);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw error("column \"" + column + "\" must be a list of token ids, got " + described(value));
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

    /** The row has none of the columns of which it needs one. */
    public InvalidInputException missing(String columns) {
        List<String> found = new ArrayList<>();
        fields.fieldNames().forEachRemaining(found::add);
        return error("needs " + columns + "; found " + (found.isEmpty() ? "no columns" : String.join(", ", found)));
    }

    /** A message that says where. */
    public InvalidInputException error(String message) {
        return new InvalidInputException(place() + ": " + message);
    }

    /** {@code file:line}. */
    public String place() {
        return file + ":" + line;
    }

    /** A value as a message shows it: {@code a truth value, true}. */
    public static String described(JsonNode value) {
        String kind = switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a truth value";
            default -> "nothing";
        };
        String text = value.toString();
        boolean empty = value.isMissingNode() || value.isNull();
        return empty ? kind : kind + ", " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }
}
