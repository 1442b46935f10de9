package dev.belay.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.ChatFormat;
import dev.belay.model.files.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a template is filled in with, in the form that the checkpoints' authors agreed on with transformers.
 *
 * @param messages {@code {role, content, …}}; content is a text or a list of parts, and a message may carry {@code
 *     tool_calls}
 * @param tools JSON schemas of functions the assistant may call
 * @param variables whatever else the template asks for, such as {@code enable_thinking}
 * @param addGenerationPrompt whether the text ends where the assistant's next turn begins
 */
public record Conversation(
        List<ObjectNode> messages,
        List<ObjectNode> tools,
        Map<String, JsonNode> variables,
        boolean addGenerationPrompt) {
    public Conversation {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        variables = Map.copyOf(variables);
    }

    /** Asks for the assistant's next turn. */
    public static Conversation prompt(List<ChatFormat.Turn> turns) {
        return of(turns, true);
    }

    /** Ends with the last turn: a text to train on. */
    public static Conversation finished(List<ChatFormat.Turn> turns) {
        return of(turns, false);
    }

    private static Conversation of(List<ChatFormat.Turn> turns, boolean addGenerationPrompt) {
        List<ObjectNode> messages = turns.stream()
                .map(turn -> Json.object().put("role", turn.role()).put("content", turn.text()))
                .toList();
        return new Conversation(messages, List.of(), Map.of(), addGenerationPrompt);
    }

    public Conversation with(String variable, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(variables);
        more.put(variable, value);
        return new Conversation(messages, tools, more, addGenerationPrompt);
    }

    public Conversation withTools(List<ObjectNode> schemas) {
        return new Conversation(messages, schemas, variables, addGenerationPrompt);
    }
}
