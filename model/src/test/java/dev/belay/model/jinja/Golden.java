package dev.belay.model.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Python's jinja2 made of templates; see tools/parity/make_chat.py. */
public final class Golden {
    /** What the script's clock says. */
    public static final LocalDateTime NOW = LocalDateTime.of(2024, 7, 26, 9, 5, 3);

    private static final ObjectNode ALL = Json.parseObject(resource("golden.json"), "golden.json");

    private Golden() {}

    /** One rendering; {@code expected} has {@code text} and {@code generations}, or {@code error}. */
    public record Case(String template, String name, Map<String, JsonNode> variables, JsonNode expected) {
        @Override
        public String toString() {
            return template + ": " + name;
        }
    }

    public static byte[] resource(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/chat/" + name)) {
            if (in == null) {
                throw new AssertionError("there is no resource /chat/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String source(String template) {
        return new String(resource(template), StandardCharsets.UTF_8);
    }

    public static List<String> templates() {
        return ALL.path("templates").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    public static Map<String, JsonNode> specials() {
        return fields(ALL.path("specials"));
    }

    static Stream<Case> templateCases() {
        return ALL.path("templates").properties().stream()
                .flatMap(template -> template.getValue().properties().stream()
                        .map(c -> new Case(template.getKey(), c.getKey(), variables(c.getKey()), c.getValue())));
    }

    private static Map<String, JsonNode> variables(String name) {
        Map<String, JsonNode> variables = new HashMap<>(specials());
        variables.put("tools", NullNode.instance);
        variables.put("documents", NullNode.instance);
        variables.putAll(fields(ALL.path("cases").path(name)));
        return variables;
    }

    static Stream<Case> expressionCases() {
        Map<String, JsonNode> variables = new HashMap<>(fields(ALL.path("variables")));
        List.of("messages", "tools", "documents").forEach(name -> variables.put(name, NullNode.instance));
        variables.put("add_generation_prompt", Json.flag(false));
        return Stream.of(ALL.path("expressions"))
                .flatMap(all -> all.valueStream())
                .map(e -> new Case("", e.path("source").textValue(), variables, e));
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new HashMap<>();
        object.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
        return fields;
    }
}
