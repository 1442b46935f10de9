package dev.belay.loop.rollout;

import dev.belay.loop.data.Message;
import dev.belay.model.ChatFormat;
import dev.belay.model.InvalidInputException;
import dev.belay.model.ModelSpec;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Prompts in the form one model was trained on, and no longer than its context. */
final class ModelPrompts implements PromptRenderer {
    private static final int SHOWN = 80;

    private final PromptOptions options;
    private final PromptOptions.SetBy setBy;
    private final int contextTokens;
    private final int maxNewTokens;
    private final SpecialTokens specials;
    private final AtomicInteger truncated = new AtomicInteger();

    ModelPrompts(
            PromptOptions options, PromptOptions.SetBy setBy, Tokenizer tokenizer, ModelSpec spec, int maxNewTokens) {
        this.options = options;
        this.setBy = setBy;
        this.contextTokens = spec.contextTokens();
        this.maxNewTokens = maxNewTokens;
        this.specials = SpecialTokens.of(tokenizer);
    }

    @Override
    public int[] render(List<Message> prompt, Tokenizer tokenizer) {
        return renderAll(List.of(prompt), tokenizer).getFirst();
    }

    @Override
    public List<int[]> renderAll(List<List<Message>> prompts, Tokenizer tokenizer) {
        List<int[]> ids = SpecialTokens.encodeAll(
                prompts.parallelStream().map(p -> pieces(p, tokenizer)).toList(), tokenizer);
        List<int[]> rendered = new ArrayList<>(prompts.size());
        for (int p = 0; p < prompts.size(); p++) {
            rendered.add(bounded(ids.get(p), prompts.get(p)));
        }
        return rendered;
    }

    /** The texts whose tokens make up a prompt: one, unless special tokens in it have to be kept apart. */
    private List<String> pieces(List<Message> prompt, Tokenizer tokenizer) {
        if (!asItStands(prompt)) {
            return chat(prompt, tokenizer);
        }
        if (options.forConversations()) {
            throw new InvalidInputException(
                    "a system message or a thinking mode is for conversations, and this prompt is"
                            + " continued as the text it is; leave it out, or " + setBy.asChat + ". The prompt: "
                            + quoted(prompt));
        }
        return List.of(PromptRenderer.rawText(prompt));
    }

    private boolean asItStands(List<Message> prompt) {
        return switch (options.form()) {
            case TEXT -> true;
            case AUTO -> PromptRenderer.isText(prompt);
            case CHAT -> false;
        };
    }

    @Override
    public List<Message> shown(List<Message> prompt) {
        if (asItStands(prompt)) {
            return prompt;
        }
        List<Message> turns = new ArrayList<>();
        String system = options.system();
        if (system != null && prompt.stream().noneMatch(m -> m.role() == Message.Role.SYSTEM)) {
            turns.add(new Message(Message.Role.SYSTEM, system));
        }
        prompt.forEach(m -> turns.add(m.role() == Message.Role.TEXT ? Message.user(m.text()) : m));
        return turns;
    }

    @Override
    public int takeTruncated() {
        return truncated.getAndSet(0);
    }

    private List<String> chat(List<Message> prompt, Tokenizer tokenizer) {
        ChatFormat format = tokenizer
                .chatFormat()
                .orElseThrow(() -> new InvalidInputException(
                        "the prompt is a conversation and the model has no chat template (chat_template.jinja, or"
                                + " chat_template in tokenizer_config.json); give prompts as text, " + setBy.asText
                                + ", or put the template into the model's folder. The prompt: " + quoted(prompt)));
        // A system text is the recipe's own and may use special tokens.
        return specials.pieces(
                shown(prompt).stream().map(Message::turn).toList(),
                turn -> turn.role().equals("user"),
                turns -> format.prompt(turns, switches()));
    }

    private Map<String, Boolean> switches() {
        boolean on = options.thinking() == PromptOptions.Thinking.ON;
        return options.thinking() == PromptOptions.Thinking.AUTO
                ? Map.of()
                : Map.of("enable_thinking", on, "thinking", on);
    }

    private int[] bounded(int[] ids, List<Message> prompt) {
        if (ids.length == 0) {
            throw new InvalidInputException(
                    "the prompt is empty, and there is nothing to continue; at least one token is needed");
        }
        if (ids.length < contextTokens) {
            return ids;
        }
        if (options.tooLong() == PromptOptions.TooLong.ERROR) {
            throw new InvalidInputException(
                    "a prompt has " + ids.length + " tokens and leaves no room in the context of " + contextTokens
                            + "; shorten it, or " + setBy.truncated + ", which keeps its end. The prompt: "
                            + quoted(prompt));
        }
        truncated.incrementAndGet();
        int kept = Math.max(1, contextTokens - maxNewTokens);
        return Arrays.copyOfRange(ids, ids.length - kept, ids.length);
    }

    private static String quoted(List<Message> prompt) {
        String text = prompt.getLast().text().strip();
        return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
    }
}
