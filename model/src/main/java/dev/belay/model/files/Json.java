package dev.belay.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** JSON objects read strictly (UTF-8, no duplicate keys, nothing behind) and written as Python's {@code json} does. */
public final class Json {
    private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at \\[Source: .*?]\\)");
    // Names of members are as many as tokens in a tokenizer.json, and interning each takes longer than reading the
    // file.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
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
            node = MAPPER.readTree(text(utf8, place));
        } catch (JsonProcessingException e) {
            throw invalid(e, place);
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidInputException(place + " must hold a JSON object, got " + kind(node));
    }

    /** Strictly; Jackson's own decoder would let malformed sequences pass in some places. */
    private static String text(ByteBuffer utf8, String place) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(place + " is not valid UTF-8", e);
        }
    }

    /** What is wrong, without the words Jackson has for where an object began in a source it does not show. */
    public static String fault(JsonProcessingException e) {
        return START_MARKER.matcher(e.getOriginalMessage()).replaceAll("");
    }

    private static InvalidInputException invalid(JsonProcessingException e, String place) {
        return new InvalidInputException(place + " is not valid JSON: " + fault(e) + position(e), e);
    }

    /** Writes one value to be. */
    @FunctionalInterface
    public interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    /** A large value on one line, written piece by piece rather than held as a tree first. */
    public static byte[] compact(Writing value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
            value.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    /** Reads one object's members. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Called with the parser on each of the object's members' first token.
         *
         * @param key the member's name
         * @throws IOException as the parser throws it
         */
        void member(String key, JsonParser in) throws IOException;
    }

    /**
     * Goes through a large object piece by piece rather than holding it as a tree; otherwise as {@link #parseObject}.
     *
     * @param members is to leave the parser on the last token of the member
     */
    public static void readObject(byte[] utf8, String place, Reading members) {
        try (JsonParser in = MAPPER.createParser(text(ByteBuffer.wrap(utf8), place))) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                parseObject(utf8, place); // says what it is instead
            }
            readMembers(in, members);
            if (in.nextToken() != null) {
                parseObject(utf8, place);
            }
        } catch (JsonProcessingException e) {
            throw invalid(e, place);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be read", e);
        }
    }

    /** With the parser on the first token of an object: goes through its members. */
    public static void readMembers(JsonParser in, Reading members) throws IOException {
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            in.nextToken();
            members.member(key, in);
        }
    }

    /** With the parser on the first token of a value: the value as a tree. */
    public static JsonNode tree(JsonParser in) throws IOException {
        return MAPPER.reader()
                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(in);
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
