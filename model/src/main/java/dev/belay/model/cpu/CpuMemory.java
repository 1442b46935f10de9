package dev.belay.model.cpu;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Dtype;
import dev.belay.model.LoraPlan;
import dev.belay.model.MemoryPlan;
import dev.belay.model.Workload;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.Activations.Keep;
import dev.belay.model.weights.AdapterLayout;
import dev.belay.model.weights.LayerWeights;
import dev.belay.model.weights.Matrix;
import dev.belay.model.weights.WeightMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CpuModel} or a {@link CpuClassifier} will take, from its configuration alone: the same sizes the buffers
 * ask for, with the longest sequences in every place. An upper bound; sequences that begin alike take less.
 */
public final class CpuMemory {
    private final ModelConfig config;
    private final int threads;
    private final Workload work;
    private final int rank;

    private CpuMemory(ModelConfig config, int threads, Workload work, int rank) {
        this.rank = rank;
        this.config = config;
        this.threads = threads;
        this.work = work;
    }

    /** @param threads that compute */
    public static MemoryPlan plan(ModelConfig config, Dtype compute, int threads, Workload work) {
        return plan(config, compute, threads, work, null);
    }

    /** @param lora what is trained in place of all weights; null for all weights */
    public static MemoryPlan plan(
            ModelConfig config, Dtype compute, int threads, Workload work, @Nullable LoraPlan lora) {
        return lora == null
                ? plan(config, compute, threads, work, 0, 0)
                : plan(config, compute, threads, work, AdapterLayout.count(lora, config), lora.rank());
    }

    /** @param adapters what is trained in place of all weights, if anything is */
    static MemoryPlan planAdapted(
            ModelConfig config, Dtype compute, int threads, Workload work, Optional<Adapters> adapters) {
        long numbers = adapters.map(Adapters::count).orElse(0L);
        return plan(
                config,
                compute,
                threads,
                work,
                numbers,
                adapters.map(Adapters::largestRank).orElse(0));
    }

    /**
     * For a model with adapters.
     *
     * @param numbers of all of them; 0 where all weights are trained
     * @param rank the largest
     */
    private static MemoryPlan plan(
            ModelConfig config, Dtype compute, int threads, Workload work, long numbers, int rank) {
        CpuMemory memory = new CpuMemory(config, threads, work, rank);
        long vector = config.parameterCount() * Float.BYTES;
        long adapters = numbers * Float.BYTES;
        long trained = numbers == 0 ? vector : adapters;
        return new MemoryPlan(
                (compute == Dtype.BF16 ? 2 * vector : vector) + adapters,
                memory.packed(),
                work.trained() ? trained : 0,
                work.trained() ? 2 * trained : 0,
                memory.activations(),
                Head.floats(config, work.batchTokens(), work.trained()) * Float.BYTES,
                memory.keyValues(),
                memory.decoding());
    }

    /**
     * What a classifier takes, however much it is asked: long lists go through it in passes.
     *
     * @param longest tokens of the longest sequence
     */
    public static MemoryPlan classifierPlan(ModelConfig config, Dtype compute, int threads, int longest) {
        long rows = Math.max(CpuClassifier.PASS_TOKENS, longest);
        Workload work = new Workload(1, 1, longest, 1, rows, false, BackwardPlan.PLAIN);
        return classifierPlan(config, compute, threads, work);
    }

    /**
     * What a classifier takes that is trained.
     *
     * @param longest tokens of the longest sequence
     * @param batchTokens of one backward pass
     */
    public static MemoryPlan classifierPlan(
            ModelConfig config, Dtype compute, int threads, int longest, long batchTokens, BackwardPlan plan) {
        long rows = Math.max(batchTokens, longest);
        return classifierPlan(config, compute, threads, new Workload(1, 1, longest, 1, rows, true, plan));
    }

    private static MemoryPlan classifierPlan(ModelConfig config, Dtype compute, int threads, Workload work) {
        CpuMemory memory = new CpuMemory(config, threads, work, 0);
        long vector = config.parameterCount() * Float.BYTES;
        int labels = WeightMap.of(config).head().out();
        return new MemoryPlan(
                compute == Dtype.BF16 ? 2 * vector : vector,
                memory.packed(),
                work.trained() ? vector : 0,
                work.trained() ? 2 * vector : 0,
                memory.activations(),
                ClassifierHead.floats(config, work.batchTokens(), labels) * Float.BYTES,
                0,
                0);
    }

    private long packed() {
        WeightMap map = WeightMap.of(config);
        long floats = packed(map.head());
        for (LayerWeights w : map.layers()) {
            floats += packed(w.qkv()) + packed(w.out()) + packed(w.gateUp()) + packed(w.down());
        }
        return floats * Float.BYTES;
    }

    private long packed(Matrix w) {
        long forward = PackedMatrix.floats(w.in(), w.out());
        return work.trained() ? forward + PackedMatrix.floats(w.out(), w.in()) : forward;
    }

    private long activations() {
        long rows = work.batchTokens();
        long prefill = Math.min(Prefill.PASS_TOKENS, prompts() * work.promptTokens());
        long scoring = Math.min(Transformer.WINDOW_ROWS, Math.max(rows, Math.max(prefill, work.promptTokens())));
        long floats;
        long adapted = 0;
        if (work.trained()) {
            long chunk = Math.ceilDiv(rows, work.backwardPlan().sequenceChunks());
            Keep keep = work.backwardPlan().gradientCheckpointing() ? Keep.INPUTS : Keep.EVERYTHING;
            long window = keep == Keep.EVERYTHING ? chunk : Math.max(chunk, scoring);
            adapted = chunk * rank;
            floats = Activations.floats(config, rows, keep, window);
            if (keep == Keep.EVERYTHING) {
                long most = Math.max(rows, prefill);
                long oneLayer = Activations.floats(config, most, Keep.NOTHING, Math.max(scoring, rows));
                floats = Math.max(floats, oneLayer + rollout() / Float.BYTES);
            }
            floats += TransformerGradient.floats(config, rows, chunk);
        } else {
            floats = Activations.floats(config, Math.max(rows, prefill), Keep.NOTHING, scoring);
        }
        int longest = work.promptTokens() + work.newTokens();
        return (floats + threads * (adapted + Scratch.floats(config, longest, work.trained()))) * Float.BYTES;
    }

    /** What is kept of sampling for the backward pass after it. */
    private long rollout() {
        long prompts = prompts() * work.promptTokens();
        long rows = prompts + work.sequences() * work.newTokens();
        long passes = prompts <= Prefill.PASS_TOKENS ? 1 : 2 * Math.ceilDiv(prompts, (long) Prefill.PASS_TOKENS);
        if (Decoder.wide(config)) {
            return RolloutActivations.bytes(config, rows, passes + 1, rows());
        }
        long full = Math.ceilDiv(work.sequences(), (long) Decoder.LANE_ROWS);
        long waves = Math.ceilDiv(prompts, (long) Decoder.WAVE_TOKENS);
        long lanes = waves == 1 ? Math.max(threads, full) : waves * threads + full;
        return RolloutActivations.bytes(config, rows, passes + lanes, Math.ceilDiv(rows(), (long) threads));
    }

    private long prompts() {
        return Math.ceilDiv(work.sequences(), work.samplesEach());
    }

    /** Sequences that are decoded at a time. */
    private long rows() {
        long most = Decoder.wide(config) ? Decoder.WIDE_ROWS : (long) threads * Decoder.LANE_ROWS;
        return Math.min(most, work.sequences());
    }

    private long keyValues() {
        long ahead = Decoder.wide(config) ? Prefill.PASS_TOKENS : Decoder.WAVE_TOKENS;
        long promptsInMemory = Math.min(prompts(), rows() + Math.ceilDiv(ahead, Math.max(1, work.promptTokens() - 1)));
        long blocks = promptsInMemory * blocks(work.promptTokens()) + rows() * blocks(work.newTokens());
        return KeyValuePool.floats(config, blocks) * Float.BYTES;
    }

    private static long blocks(int tokens) {
        return Math.ceilDiv(tokens, KeyValuePool.POSITIONS);
    }

    private long decoding() {
        long width = config.hiddenSize() + (long) config.intermediateSize() + config.vocabSize();
        long attention = DecodeAttention.floats(
                config, Math.ceilDiv(rows(), (long) threads), (long) work.promptTokens() + work.newTokens());
        return (rows() * width + Activations.floats(config, rows(), Keep.NOTHING, rows()) + threads * attention)
                * Float.BYTES;
    }
}
