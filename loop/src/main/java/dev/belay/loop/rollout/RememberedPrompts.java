package dev.belay.loop.rollout;

import dev.belay.loop.data.Message;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps what it has rendered, for prompts that come again and again, such as those of an evaluation. One that was cut is
 * counted when it is rendered, not again. For one model and one thread.
 */
public final class RememberedPrompts implements PromptRenderer {
    private final PromptRenderer renderer;
    private final Map<List<Message>, int[]> rendered = new HashMap<>();

    public RememberedPrompts(PromptRenderer renderer) {
        this.renderer = renderer;
    }

    @Override
    public int[] render(List<Message> prompt, Tokenizer tokenizer) {
        return renderAll(List.of(prompt), tokenizer).getFirst();
    }

    @Override
    public List<int[]> renderAll(List<List<Message>> prompts, Tokenizer tokenizer) {
        Set<List<Message>> unknown = new LinkedHashSet<>(prompts);
        unknown.removeAll(rendered.keySet());
        List<List<Message>> fresh = List.copyOf(unknown);
        List<int[]> ids = fresh.isEmpty() ? List.of() : renderer.renderAll(fresh, tokenizer);
        for (int i = 0; i < fresh.size(); i++) {
            rendered.put(fresh.get(i), ids.get(i));
        }
        List<int[]> all = new ArrayList<>(prompts.size());
        for (List<Message> prompt : prompts) {
            all.add(Objects.requireNonNull(rendered.get(prompt)));
        }
        return all;
    }

    @Override
    public List<Message> shown(List<Message> prompt) {
        return renderer.shown(prompt);
    }

    @Override
    public int takeTruncated() {
        return renderer.takeTruncated();
    }
}
