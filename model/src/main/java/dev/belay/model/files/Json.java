package dev.belay.model.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON objects read strictly (UTF-8, no duplicate keys, nothing behind) and written as Python's {@code json} does. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static JsonNode text(String text) {
        return MAPPER.getNodeFactory().textNode(text);
    }

    public static JsonNode flag(boolean value) {
        return MAPPER.getNodeFactory().booleanNode(value);
    }

    /** @param place what the text is, for messages */
    public static ObjectNode parseObject(byte[] utf8, String place) {
        return parseObject(ByteBuffer.wrap(utf8), place);
    }

    public static ObjectNode parseObject(ByteBuffer utf8, String place) {
        JsonNode node;
        try {
            // The decoder of the charset is strict; Jackson's own would let malformed sequences pass in some places.
            String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
            node = MAPPER.readTree(text);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(place + " is not valid UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(place + " is not valid JSON: " + e.getOriginalMessage() + position(e), e);
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidInputException(place + " must hold a JSON object, got " + kind(node));
    }

    private static String position(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    /** The type of a value, as messages name it. */
    public static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            case MISSING -> "nothing";
            case STRING, NUMBER, BOOLEAN, BINARY, POJO -> node.toString();
        };
    }

    /** Two spaces of indentation and a final newline, as transformers writes its files. */
    public static byte[] pretty(ObjectNode node) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        return (write(printer, node) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String write(DefaultPrettyPrinter printer, ObjectNode node) {
        try {
            return MAPPER.writer(printer).writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }
}
