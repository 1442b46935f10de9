package dev.belay.app.command;

import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is known of a model before its weights are read. */
record ModelFacts(ModelConfig config, Set<Integer> stopIds, int tokens) {
    private static final double MIB = 1 << 20;
    private static final long WEIGHT_BYTES = Float.BYTES;

    /** Weights, gradient and AdamW's two moments. */
    private static final long TRAINING_COPIES = 4;

    static ModelFacts of(HfFolder folder) {
        return new ModelFacts(
                folder.config(), folder.stopIds(), folder.tokenizer().vocabSize());
    }

    /** {@code LlamaForCausalLM, 134.5 M parameters} */
    String headline() {
        return String.format(
                Locale.ROOT, "%s, %.1f M parameters", config.family().architecture(), config.parameterCount() / 1e6);
    }

    /** Shapes, tokens and a memory plan, a line each. */
    List<String> lines() {
        long weights = config.parameterCount() * WEIGHT_BYTES;
        long perToken = 2L * config.layers() * config.keyValueSize() * Float.BYTES;
        return List.of(
                headline(),
                String.format(
                        Locale.ROOT,
                        "  %d layers, width %d, %d heads of %d, %d key-value heads, feed-forward %d, %s head",
                        config.layers(),
                        config.hiddenSize(),
                        config.heads(),
                        config.headSize(),
                        config.keyValueHeads(),
                        config.intermediateSize(),
                        config.tiedEmbeddings() ? "tied" : "own"),
                String.format(
                        Locale.ROOT,
                        "  context %,d, vocabulary %,d (tokenizer %,d), rope theta %s%s, stop ids %s",
                        config.maxPositions(),
                        config.vocabSize(),
                        tokens,
                        config.ropeTheta(),
                        config.ropeScaling() == null ? "" : " scaled",
                        stopIds),
                String.format(
                        Locale.ROOT,
                        "  memory: %.0f MiB to generate and score, %.0f MiB to train (weights, gradient, two moments in"
                                + " fp32); keys and values %.1f KiB a token",
                        weights / MIB,
                        TRAINING_COPIES * weights / MIB,
                        perToken / 1024.0));
    }
}
