package dev.belay.loop.data.jsonl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.Reference;
import dev.belay.model.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a file's rows strictly. Every complaint names file, line and column. */
final class RowReader {
    private static final List<String> PROMPTS = List.of("prompt", "messages", "question", "problem");
    private static final List<String> ANSWERS = List.of("solution", "answer", "reward_model.ground_truth");
    private static final List<String> IDS = List.of("id", "unique_id");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Path file;
    private final Jsonl options;
    private final Map<String, Integer> lineOfId = new HashMap<>();
    private int line;

    RowReader(Path file, Jsonl options) {
        this.file = file;
        this.options = options;
    }

    List<Problem> all() {
        List<Problem> problems = new ArrayList<>();
        if (ParquetFile.is(file)) {
            ParquetFile.read(file, text -> {
                line++;
                problems.add(problem(parse(text)));
            });
        } else {
            lines(problems);
        }
        if (problems.isEmpty()) {
            throw new InvalidInputException("data: " + file + " holds no problems");
        }
        return List.copyOf(problems);
    }

    private void lines(List<Problem> problems) {
        try (BufferedReader in = open()) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                if (!text.isBlank()) {
                    problems.add(problem(parse(text)));
                }
            }
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("data: there is no file " + file.toAbsolutePath(), e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("data: " + file + ", after line " + line + ": not UTF-8", e);
        } catch (IOException e) {
            throw new InvalidInputException("data: cannot read " + file + " after line " + line + ": " + e, e);
        }
    }

    private BufferedReader open() throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.newBufferedReader(file, StandardCharsets.UTF_8);
        }
        InputStream packed = Files.newInputStream(file);
        // A strict decoder, as the one of a plain file: a reader made from a charset's name would mend what is broken.
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8.newDecoder()));
    }

    private JsonNode parse(String text) {
        JsonNode row;
        try {
            row = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw wrong("column " + column, "broken JSON: " + e.getOriginalMessage(), e);
        }
        if (!row.isObject()) {
            throw wrong("column 1", "a row must be an object, found " + kind(row), null);
        }
        return row;
    }

    private Problem problem(JsonNode row) {
        String id = id(row);
        Integer earlier = lineOfId.putIfAbsent(id, line);
        if (earlier != null) {
            throw wrong("id", "the id \"" + id + "\" was used in line " + earlier + " already", null);
        }
        return new Problem(id, prompt(row), new Reference.Answers(answers(row)), Map.of());
    }

    private List<Message> prompt(JsonNode row) {
        List<String> columns = options.prompt().equals(Jsonl.AUTO) ? PROMPTS : List.of(options.prompt());
        for (String column : columns) {
            JsonNode node = at(row, column);
            if (node != null) {
                return prompt(node, column);
            }
        }
        throw missing(String.join(" or ", columns), row);
    }

    private List<Message> prompt(JsonNode node, String column) {
        if (node.isTextual()) {
            return List.of(Message.text(node.textValue()));
        }
        if (!node.isArray() || node.isEmpty()) {
            throw wrong(column, "must be text or a list of {role, content}, found " + kind(node), null);
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : node) {
            messages.add(new Message(role(turn.path("role"), column), text(turn.path("content"), column)));
        }
        if (messages.getLast().role() == Message.Role.ASSISTANT) {
            throw wrong(column, "ends with the assistant's turn, which leaves nothing to answer", null);
        }
        return messages;
    }

    private Message.Role role(JsonNode node, String column) {
        return switch (node.asText("").toLowerCase(Locale.ROOT)) {
            case "system" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            default -> throw wrong(column, "a role must be system, user or assistant, found " + shown(node), null);
        };
    }

    private List<String> answers(JsonNode row) {
        List<String> columns = options.answer().equals(Jsonl.AUTO) ? ANSWERS : List.of(options.answer());
        for (String column : columns) {
            JsonNode node = at(row, column);
            if (node != null) {
                List<String> golds = new ArrayList<>();
                (node.isArray() ? node : List.of(node)).forEach(n -> golds.add(gold(n, column)));
                if (golds.isEmpty()) {
                    throw wrong(column, "needs at least one answer, found an empty list", null);
                }
                return golds;
            }
        }
        throw missing(String.join(" or ", columns), row);
    }

    private String gold(JsonNode node, String column) {
        String all = text(node, column);
        if (options.answerAfter().isEmpty()) {
            return all.strip();
        }
        int at = all.lastIndexOf(options.answerAfter());
        if (at < 0) {
            throw wrong(column, "must contain \"" + options.answerAfter() + "\", found " + shown(node), null);
        }
        return all.substring(at + options.answerAfter().length()).strip();
    }

    private String id(JsonNode row) {
        boolean auto = options.id().equals(Jsonl.AUTO);
        for (String column : auto ? IDS : List.of(options.id())) {
            JsonNode node = at(row, column);
            if (node != null) {
                return text(node, column);
            }
        }
        if (!auto) {
            throw missing(options.id(), row);
        }
        return "line-" + line;
    }

    private String text(JsonNode node, String column) {
        if (!node.isTextual() && !node.isNumber()) {
            throw wrong(column, "must be text or a number, found " + kind(node), null);
        }
        return node.asText();
    }

    /** The value at a column, dots descending into objects; null when absent or null. */
    private static @Nullable JsonNode at(JsonNode row, String column) {
        JsonNode node = row.get(column);
        if (node == null) {
            node = row;
            for (String part : column.split("\\.", -1)) {
                node = node.path(part);
            }
        }
        return node.isMissingNode() || node.isNull() ? null : node;
    }

    private InvalidInputException missing(String column, JsonNode row) {
        List<String> found = new ArrayList<>();
        row.fieldNames().forEachRemaining(found::add);
        return wrong(column, "missing; the row has " + String.join(", ", found), null);
    }

    private InvalidInputException wrong(String column, String what, @Nullable Throwable cause) {
        String row = ParquetFile.is(file) ? ", row " : ", line ";
        String message = "data: " + file + row + line + ", " + column + ": " + what;
        return cause == null ? new InvalidInputException(message) : new InvalidInputException(message, cause);
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode()
                ? "nothing"
                : node.getNodeType().name().toLowerCase(Locale.ROOT) + " " + shown(node);
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
