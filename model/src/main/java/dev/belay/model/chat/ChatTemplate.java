package dev.belay.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.ChatFormat;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import dev.belay.model.files.JsonKeys;
import dev.belay.model.jinja.JinjaTemplate;
import dev.belay.model.jinja.Rendered;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's chat template with its special tokens. Renders what {@code tokenizer.apply_chat_template(…,
 * tokenize=False)} of transformers does.
 */
public final class ChatTemplate implements ChatFormat {
    private static final String CONFIG = "tokenizer_config.json";
    private static final String FILE = "chat_template.jinja";
    private static final String OLD_FILE = "chat_template.json";
    private static final String KEY = "chat_template";
    private static final String USUAL = "default";
    private static final String WITH_TOOLS = "tool_use";
    private static final List<String> SPECIALS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final Map<String, JinjaTemplate> byName;
    private final Map<String, JsonNode> specials;
    private final InstantSource clock;

    private ChatTemplate(Map<String, JinjaTemplate> byName, Map<String, JsonNode> specials, InstantSource clock) {
        this.byName = byName;
        this.specials = specials;
        this.clock = clock;
    }

    /**
     * A template from its source.
     *
     * @param specials texts such as {@code bos_token}, which the template may name
     * @param place where the source comes from, for messages
     * @param clock what {@code strftime_now} asks; the time is that of UTC, the same on every machine
     */
    public static ChatTemplate of(String source, Map<String, String> specials, String place, InstantSource clock) {
        Map<String, JsonNode> texts = new HashMap<>();
        specials.forEach((name, text) -> texts.put(name, Json.text(text)));
        return new ChatTemplate(Map.of(USUAL, JinjaTemplate.parse(source, place)), texts, clock);
    }

    /**
     * The template among a checkpoint's files: chat_template.jinja, else the key chat_template of tokenizer_config.json or
     * chat_template.json.
     *
     * @param files by name; others are not looked at
     * @param place the folder, for messages
     * @return empty when there is none: a base model's checkpoint has none
     */
    public static Optional<ChatTemplate> of(Map<String, byte[]> files, String place, InstantSource clock) {
        @Nullable JsonKeys config = keys(files, CONFIG, place);
        Map<String, JinjaTemplate> templates = new TreeMap<>();
        byte @Nullable [] source = files.get(FILE);
        @Nullable JsonKeys old = keys(files, OLD_FILE, place);
        if (source != null) {
            String at = place + "/" + FILE;
            templates.put(USUAL, JinjaTemplate.parse(new String(source, StandardCharsets.UTF_8), at));
        } else if (config != null && config.has(KEY)) {
            read(config, templates);
        } else if (old != null && old.has(KEY)) {
            read(old, templates);
        }
        return templates.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChatTemplate(templates, config == null ? Map.of() : specials(config), clock));
    }

    private static @Nullable JsonKeys keys(Map<String, byte[]> files, String name, String place) {
        byte @Nullable [] text = files.get(name);
        String at = place + "/" + name;
        return text == null ? null : new JsonKeys(Json.parseObject(text, at), at);
    }

    /** One template, or a list of them with names. */
    private static void read(JsonKeys config, Map<String, JinjaTemplate> templates) {
        JsonNode value = config.value(KEY);
        if (value.isTextual()) {
            templates.put(USUAL, JinjaTemplate.parse(value.textValue(), config.place() + ", " + KEY));
            return;
        }
        for (JsonNode entry : config.list(KEY)) {
            JsonNode name = entry.path("name");
            JsonNode source = entry.path("template");
            if (!name.isTextual() || !source.isTextual()) {
                throw config.wrong(KEY, "a text or a list of {name, template}");
            }
            templates.put(
                    name.textValue(),
                    JinjaTemplate.parse(source.textValue(), config.place() + ", " + KEY + " " + name.textValue()));
        }
    }

    /** A special token is written as its text, or as an object with its text under {@code content}. */
    private static Map<String, JsonNode> specials(JsonKeys config) {
        Map<String, JsonNode> specials = new HashMap<>();
        for (String name : SPECIALS) {
            JsonNode value = config.value(name);
            JsonNode text = value.isObject() ? value.path("content") : value;
            if (text.isTextual()) {
                specials.put(name, text);
            }
        }
        return specials;
    }

    @Override
    public String prompt(List<Turn> turns, Map<String, Boolean> switches) {
        return render(switched(Conversation.prompt(turns), switches)).text();
    }

    @Override
    public String finished(List<Turn> turns, Map<String, Boolean> switches) {
        return render(switched(Conversation.finished(turns), switches)).text();
    }

    private static Conversation switched(Conversation conversation, Map<String, Boolean> switches) {
        Conversation with = conversation;
        for (Map.Entry<String, Boolean> e : switches.entrySet()) {
            with = with.with(e.getKey(), Json.flag(e.getValue()));
        }
        return with;
    }

    /**
     * Writes a conversation.
     *
     * @throws InvalidInputException with the template's place and line, when it fails, refuses or does not end
     */
    public Rendered render(Conversation conversation) {
        Map<String, JsonNode> variables = new HashMap<>(specials);
        variables.put("documents", NullNode.instance);
        variables.putAll(conversation.variables());
        variables.put("messages", array(conversation.messages()));
        variables.put("tools", conversation.tools().isEmpty() ? NullNode.instance : array(conversation.tools()));
        variables.put("add_generation_prompt", Json.flag(conversation.addGenerationPrompt()));
        return template(!conversation.tools().isEmpty())
                .render(variables, () -> LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private JinjaTemplate template(boolean tools) {
        JinjaTemplate forTools = byName.get(WITH_TOOLS);
        JinjaTemplate usual = byName.get(USUAL);
        JinjaTemplate chosen = tools && forTools != null ? forTools : usual;
        if (chosen == null) {
            throw new InvalidInputException("none of the chat templates is called \"" + USUAL + "\"; there are "
                    + String.join(", ", byName.keySet()));
        }
        return chosen;
    }

    private static ArrayNode array(List<ObjectNode> items) {
        ArrayNode array = Json.array();
        items.forEach(array::add);
        return array;
    }
}
