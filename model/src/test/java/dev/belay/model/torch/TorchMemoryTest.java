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
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The plan is held above what Linux counts: the peak of resident memory while a step is done. */
class TorchMemoryTest {
    private static final ModelConfig CONFIG = ModelConfig.qwen2(2048, 256, 4, 4, 2, 768);
    private static final int PROMPT = 60;
    private static final int NEW = 60;
    private static final int SAMPLES = 8;
    private static final int PROMPTS = 4;

    private static Workload work(BackwardPlan plan) {
        return new Workload(
                (long) PROMPTS * SAMPLES, SAMPLES, PROMPT, NEW, PROMPTS * (PROMPT + (long) SAMPLES * NEW), true, plan);
    }

    private static void step(LanguageModel model, BackwardPlan plan) {
        int vocab = CONFIG.vocabSize();
        model.generate(
                Models.prompts(vocab, PROMPT, PROMPT, PROMPT, PROMPT),
                SAMPLES,
                new SamplingPlan(LogitWarp.NONE, NEW, Set.of()));
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
            for (float[] row : w) {
                Arrays.fill(row, -0.05f);
            }
        });
        model.update(OptimizerPlan.adamW(1e-3));
    }

    /** Bytes of a line of /proc/self/status. */
    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** glibc keeps what was freed; a second measurement would find it there. */
    @SuppressWarnings("restricted")
    private static void giveBackFreedMemory() {
        Linker linker = Linker.nativeLinker();
        MethodHandle trim = linker.downcallHandle(
                linker.defaultLookup().find("malloc_trim").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        try {
            int _ = (int) trim.invokeExact(0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static long peakOf(Runnable body) throws IOException {
        System.gc();
        giveBackFreedMemory();
        Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak begins anew
        long before = status("VmRSS");
        body.run();
        return status("VmHWM") - before;
    }

    @Test
    void memoryFor_step_isAboveThePeakAndNotFarAbove() throws IOException {
        assumeThat(Engine.onTheProcessor()).isTrue();
        try (LanguageModel warm = Engine.TORCH.random(CONFIG, RandomKey.of(1), Dtype.FP32)) {
            step(warm, BackwardPlan.PLAIN);
        }
        for (BackwardPlan backward : List.of(new BackwardPlan(true, 1), BackwardPlan.PLAIN)) {
            MemoryPlan[] plan = new MemoryPlan[1];
            long peak = peakOf(() -> {
                try (LanguageModel model = Engine.TORCH.random(CONFIG, RandomKey.of(1), Dtype.FP32)) {
                    step(model, backward);
                    plan[0] = model.memoryFor(work(backward));
                }
            });
            assertThat(plan[0].total()).isBetween(peak, 3 * peak);
        }
    }
}
