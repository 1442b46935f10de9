package dev.belay.model.cpu;

import dev.belay.model.PromptTree;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.RolloutActivations.Place;
import dev.belay.model.forest.Forest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * Fills the first prompt and those behind it that are still empty, as many as one pass takes.
     *
     * @param record where activations are kept, if they are
     */
    void fillSome(List<SharedPrompt> from, @Nullable RolloutActivations record) {
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
        fill(pass, record);
    }

    private void fill(List<SharedPrompt> pass, @Nullable RolloutActivations record) {
        List<PromptTree> trees = new ArrayList<>();
        for (SharedPrompt p : pass) {
            trees.add(new PromptTree(Arrays.copyOf(p.prompt.tokens(), p.prefillTokens()), List.of()));
            p.cache.reserve(p.prefillTokens());
        }
        Forest forest = new Forest(trees, config.vocabSize(), config.maxPositions());
        List<Place> places = record == null ? List.of() : places(forest.rows(), record.writer());
        transformer.forward(forest, new Transformer.Onlooker() {
            @Override
            public void span(int layer, Forest.Span span, int worker) {
                for (int p = 0; p < pass.size(); p++) {
                    store(layer, span, forest.promptRows(p), pass.get(p).cache, rows[worker]);
                }
            }

            @Override
            public void rows(int layer, int from, int count) {
                for (int r = from; r < Math.min(from + count, places.size()); r++) {
                    Place to = places.get(r);
                    to.page().copyLayer(layer, transformer.kept, r, to.first());
                    if (layer + 1 == config.layers()) {
                        to.page().copyInput(layer + 1, transformer.kept, r, to.first());
                    }
                }
            }
        });
        for (int p = 0; p < pass.size(); p++) {
            SharedPrompt prompt = pass.get(p);
            prompt.cache.setLength(prompt.prefillTokens());
            prompt.setFilled();
            if (!places.isEmpty()) {
                prompt.recorded(Arrays.stream(forest.promptRows(p))
                        .map(r -> places.get(r).number())
                        .toArray());
            }
        }
    }

    /** Room for so many rows, or for none when there is too little. */
    private static List<Place> places(int count, RolloutActivations.Writer writer) {
        List<Place> places = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Optional<Place> place = writer.take(1);
            if (place.isEmpty()) {
                return List.of();
            }
            places.add(place.get());
        }
        return places;
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
