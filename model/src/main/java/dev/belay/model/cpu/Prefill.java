package dev.belay.model.cpu;

import dev.belay.model.PromptTree;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings prompts into their caches, a bounded number of tokens at a time. Only one layer's activations exist: each layer
 * stores its keys and values before the next overwrites them.
 */
final class Prefill {
    /** Tokens of one pass; a longer prompt makes a pass of its own. */
    static final int PASS_TOKENS = 2048;

    private final Transformer transformer;
    private final ModelConfig config;
    private final float[][] rows;

    Prefill(Transformer transformer) {
        this.transformer = transformer;
        config = transformer.config;
        rows = new float[transformer.workers.threads()][config.querySize() + 2 * config.keyValueSize()];
    }

    /** Fills the first prompt and those behind it that are still empty, as many as one pass takes. */
    void fillSome(List<SharedPrompt> from) {
        List<SharedPrompt> pass = new ArrayList<>();
        int tokens = 0;
        for (SharedPrompt prompt : from) {
            if (!prompt.filled()) {
                tokens += prompt.prefillTokens();
                if (tokens > PASS_TOKENS && !pass.isEmpty()) {
                    break;
                }
                pass.add(prompt);
            }
        }
        fill(pass);
    }

    private void fill(List<SharedPrompt> pass) {
        List<PromptTree> trees = new ArrayList<>();
        for (SharedPrompt p : pass) {
            trees.add(new PromptTree(Arrays.copyOf(p.prompt.tokens(), p.prefillTokens()), List.of()));
            p.cache.reserve(p.prefillTokens());
        }
        Forest forest = new Forest(trees, config.vocabSize(), config.maxPositions());
        transformer.forward(forest, (layer, span, worker) -> {
            for (int p = 0; p < pass.size(); p++) {
                store(layer, span, forest.promptRows(p), pass.get(p).cache, rows[worker]);
            }
        });
        for (SharedPrompt p : pass) {
            p.cache.setLength(p.prefillTokens());
            p.setFilled();
        }
    }

    /** Stores what a prompt has of a span, if anything. */
    private void store(int layer, Forest.Span span, int[] prompt, KeyValueCache cache, float[] row) {
        int first = span.segment().prefixLength();
        if (first >= prompt.length || prompt[first] != span.segment().start()) {
            return;
        }
        int queries = config.querySize();
        int end = Math.min(prompt.length, first + span.to());
        for (int position = first + span.from(); position < end; position++) {
            FloatMemory.load(transformer.kept.qkv(layer, prompt[position]), row, row.length);
            cache.put(layer, position, row, queries, queries + config.keyValueSize());
        }
    }
}
