package dev.belay.app.command;

import dev.belay.app.terminal.Size;
import dev.belay.model.BackwardPlan;
import dev.belay.model.ClassifierSpec.Unit;
import dev.belay.model.Dtype;
import dev.belay.model.MemoryPlan;
import dev.belay.model.Workload;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.cpu.CpuMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is known of a model before its weights are read. */
record ModelFacts(ModelConfig config, Set<Integer> stopIds, int tokens, Optional<AdapterFolder> adapter) {
    private static final double MIB = 1 << 20;

    /** Labels that are listed by name. */
    private static final int NAMED = 8;

    /** What memory is told for: 64 samples of 8 prompts, 512 tokens each, and batches of 4096 tokens. */
    private static final Workload TRAINING = new Workload(64, 8, 512, 512, 4096, true, BackwardPlan.PLAIN);

    static ModelFacts of(HfFolder folder) {
        return new ModelFacts(
                folder.config(), folder.stopIds(), folder.tokenizer().vocabSize(), folder.adapter());
    }

    /** {@code LlamaForCausalLM, 134.5 M parameters} */
    String headline() {
        return config.architecture() + ", " + Size.ofParameters(config.parameterCount());
    }

    /** Shapes, tokens and a memory plan, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                headline(),
                String.format(
                        Locale.ROOT,
                        "  %d layers, width %d, %d heads of %d, %d key-value heads, feed-forward %d, %s",
                        config.layers(),
                        config.hiddenSize(),
                        config.heads(),
                        config.headSize(),
                        config.keyValueHeads(),
                        config.intermediateSize(),
                        head()),
                String.format(
                        Locale.ROOT,
                        "  context %,d, vocabulary %,d (tokenizer %,d), rope theta %s%s, stop ids %s",
                        config.maxPositions(),
                        config.vocabSize(),
                        tokens,
                        config.ropeTheta(),
                        config.ropeScaling() == null
                                ? ""
                                : " scaled (" + config.ropeScaling().type() + ")",
                        stopIds)));
        adapter.ifPresent(adapters -> lines.add(String.format(
                Locale.ROOT,
                "  LoRA adapters of rank %d, scale %.4g, on %s, over %s",
                adapters.plan().rank(),
                adapters.plan().scale(),
                String.join(", ", new TreeSet<>(adapters.plan().targets())),
                adapters.config().base())));
        lines.addAll(
                switch (config.head()) {
                    case OutputHead.NextToken() -> languageModelMemory();
                    case OutputHead.Classification _ -> List.of(classifierMemory());
                });
        return List.copyOf(lines);
    }

    private String head() {
        return switch (config.head()) {
            case OutputHead.NextToken() -> (config.tiedEmbeddings() ? "tied" : "own") + " head";
            case OutputHead.Classification(Unit unit, List<String> labels, boolean biased) ->
                String.format(
                        Locale.ROOT,
                        "a head of %d label%s%s, read at %s: %s%s",
                        labels.size(),
                        labels.size() == 1 ? "" : "s",
                        biased ? " with bias" : "",
                        unit == Unit.SEQUENCE ? "the last token" : "every token",
                        String.join(", ", labels.subList(0, Math.min(NAMED, labels.size()))),
                        labels.size() > NAMED ? ", …" : "");
        };
    }

    private String classifierMemory() {
        int longest = Math.min(config.maxPositions(), TRAINING.promptTokens() + TRAINING.newTokens());
        MemoryPlan plan = CpuMemory.classifierPlan(config, Dtype.FP32, processors(), longest);
        return String.format(
                Locale.ROOT,
                "  memory: %.0f MiB to judge texts of %,d tokens, however many (weights %.0f, packed copies %.0f)",
                plan.total() / MIB,
                longest,
                plan.weights() / MIB,
                plan.packed() / MIB);
    }

    private List<String> languageModelMemory() {
        MemoryPlan training = plan(TRAINING);
        MemoryPlan sampling = plan(TRAINING.scoringOnly());
        long perToken = 2L * config.layers() * config.keyValueSize() * Float.BYTES;
        return List.of(
                String.format(
                        Locale.ROOT,
                        "  memory: %.0f MiB to generate and score (weights %.0f, packed copies %.0f, the rest for 64"
                                + " samples of 512 tokens),",
                        sampling.total() / MIB,
                        sampling.weights() / MIB,
                        sampling.packed() / MIB),
                String.format(
                        Locale.ROOT,
                        "          %.0f MiB to train on 4096 tokens at a time (weights %.0f, packed copies %.0f,"
                                + " gradient and moments %.0f, activations %.0f); keys and values %.1f KiB a token",
                        training.total() / MIB,
                        training.weights() / MIB,
                        training.packed() / MIB,
                        (training.gradients() + training.moments()) / MIB,
                        (training.activations() + training.head()) / MIB,
                        perToken / 1024.0));
    }

    private MemoryPlan plan(Workload work) {
        return CpuMemory.plan(config, Dtype.FP32, processors(), work);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
