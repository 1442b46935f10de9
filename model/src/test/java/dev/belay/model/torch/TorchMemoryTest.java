package dev.belay.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.MemoryPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.Workload;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.Models;
import dev.belay.model.parity.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The plan is held above what the C library says is in use, while tokens are drawn and when a forward pass has kept all it
 * keeps. Resident memory would say what was once in use.
 */
class TorchMemoryTest {
    private static final ModelConfig CONFIG = ModelConfig.qwen2(2048, 256, 4, 4, 2, 768);
    private static final int PROMPT = 60;
    private static final int NEW = 60;
    private static final int SAMPLES = 8;
    private static final int PROMPTS = 2;

    private static Workload work(BackwardPlan plan) {
        return new Workload(
                (long) PROMPTS * SAMPLES, SAMPLES, PROMPT, NEW, PROMPTS * (PROMPT + (long) SAMPLES * NEW), true, plan);
    }

    /** What a step had in use beside what was in use before: the most while sampling, and when the rule was called. */
    private record Held(long sampling, long forward) {}

    private static Held step(LanguageModel model, BackwardPlan plan, long before) {
        int vocab = model.spec().vocabSize();
        long[] held = new long[2];
        model.generate(
                Models.prompts(vocab, PROMPT, PROMPT),
                SAMPLES,
                new SamplingPlan(LogitWarp.NONE, NEW, Set.of()),
                (prompt, sample, token) -> held[0] = Math.max(held[0], sample > 0 ? 0 : inUse() - before));
        List<PromptTree> trees = new ArrayList<>();
        for (int p = 0; p < PROMPTS; p++) {
            List<int[]> completions = new ArrayList<>();
            for (int g = 0; g < SAMPLES; g++) {
                completions.add(Models.ids(100 + p * SAMPLES + g, NEW, vocab));
            }
            trees.add(new PromptTree(Models.ids(p, PROMPT, vocab), completions));
        }
        model.setBackwardPlan(plan);
        model.backward(new TokenBatch(trees, LogitWarp.NONE), Set.of(Stat.ENTROPY), (fresh, w) -> {
            held[1] = inUse() - before;
            for (float[] row : w) {
                Arrays.fill(row, -0.05f);
            }
        });
        model.update(OptimizerPlan.adamW(1e-3));
        return new Held(held[0], held[1]);
    }

    /** Bytes that were asked of the C library and not given back: of {@code mallinfo2}, {@code uordblks} and {@code hblkhd}. */
    @SuppressWarnings("restricted")
    private static long inUse() {
        Linker linker = Linker.nativeLinker();
        MemoryLayout numbers = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));
        MethodHandle mallinfo2 = linker.downcallHandle(
                linker.defaultLookup().find("mallinfo2").orElseThrow(), FunctionDescriptor.of(numbers));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) mallinfo2.invoke((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, 4) + info.getAtIndex(ValueLayout.JAVA_LONG, 7);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void memoryFor_step_isAboveWhatIsInUseAndNotFarAbove() {
        assumeThat(Engine.onTheProcessor()).isTrue();
        try (LanguageModel warm = Engine.TORCH.random(Models.TINY, RandomKey.of(1), Dtype.FP32)) {
            step(warm, BackwardPlan.PLAIN, 0); // what libtorch sets aside once
        }
        long[] forward = new long[2];
        for (BackwardPlan backward : List.of(new BackwardPlan(true, 1), BackwardPlan.PLAIN)) {
            long before = inUse();
            try (LanguageModel model = Engine.TORCH.random(CONFIG, RandomKey.of(1), Dtype.FP32)) {
                Held held = step(model, backward, before);
                MemoryPlan plan = model.memoryFor(work(backward));
                assertThat(plan.weights() + plan.keyValues() + plan.decoding() + plan.activations())
                        .isGreaterThan(held.sampling);
                assertThat(plan.weights() + plan.keyValues()).isLessThan(4 * held.sampling);
                assertThat(plan.total()).isGreaterThan(held.forward);
                forward[backward.gradientCheckpointing() ? 0 : 1] = held.forward;
                if (!backward.gradientCheckpointing()) {
                    assertThat(plan.weights() + plan.gradients() + plan.activations())
                            .isBetween(held.forward, 4 * held.forward);
                }
            }
        }
        assertThat(forward[0]).isLessThan(forward[1] / 2);
    }
}
