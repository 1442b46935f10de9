package dev.belay.model.cpu;

import dev.belay.model.Dtype;
import dev.belay.model.MemoryPlan;
import dev.belay.model.Workload;
import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.Activations.Keep;

/**
 * What a {@link CpuModel} will take, from its configuration alone: the same sizes the buffers ask for, with the longest
 * sequences in every place. An upper bound; sequences that begin alike take less.
 */
public final class CpuMemory {
    private final ModelConfig config;
    private final int threads;
    private final Workload work;

    private CpuMemory(ModelConfig config, int threads, Workload work) {
        this.config = config;
        this.threads = threads;
        this.work = work;
    }

    /** @param threads that compute */
    public static MemoryPlan plan(ModelConfig config, Dtype compute, int threads, Workload work) {
        CpuMemory memory = new CpuMemory(config, threads, work);
        long vector = config.parameterCount() * Float.BYTES;
        return new MemoryPlan(
                compute == Dtype.BF16 ? 2 * vector : vector,
                memory.packed(),
                work.trained() ? vector : 0,
                work.trained() ? 2 * vector : 0,
                memory.activations(),
                Head.floats(config, work.batchTokens(), work.trained()) * Float.BYTES,
                memory.keyValues(),
                memory.decoding());
    }

    private long packed() {
        WeightMap map = WeightMap.of(config);
        long floats = packed(map.head());
        for (LayerWeights w : map.layers()) {
            floats += packed(w.qkv()) + packed(w.out()) + packed(w.gateUp()) + packed(w.down());
        }
        return floats * Float.BYTES;
    }

    private long packed(Gemm.Matrix w) {
        long forward = PackedMatrix.floats(w.in(), w.out());
        return work.trained() ? forward + PackedMatrix.floats(w.out(), w.in()) : forward;
    }

    private long activations() {
        long rows = work.batchTokens();
        long prefill = Math.min(Prefill.PASS_TOKENS, prompts() * work.promptTokens());
        long scoring = Math.min(Transformer.WINDOW_ROWS, Math.max(rows, Math.max(prefill, work.promptTokens())));
        long floats;
        if (work.trained()) {
            long chunk = Math.ceilDiv(rows, work.backwardPlan().sequenceChunks());
            Keep keep = work.backwardPlan().gradientCheckpointing() ? Keep.INPUTS : Keep.EVERYTHING;
            long window = keep == Keep.EVERYTHING ? chunk : Math.max(chunk, scoring);
            floats = Activations.floats(config, rows, keep, window) + TransformerGradient.floats(config, rows, chunk);
        } else {
            floats = Activations.floats(config, Math.max(rows, prefill), Keep.NOTHING, scoring);
        }
        int longest = work.promptTokens() + work.newTokens();
        return (floats + threads * Scratch.floats(config, longest, work.trained())) * Float.BYTES;
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
        int hidden = config.hiddenSize();
        boolean behind = config.family().norms() == NormPlacement.AFTER;
        long width = (behind ? 3L : 2L) * hidden
                + 2L * config.querySize()
                + 2L * config.keyValueSize()
                + 3L * config.intermediateSize()
                + config.vocabSize();
        return rows() * width * Float.BYTES;
    }
}
