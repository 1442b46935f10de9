package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.Dtype;
import dev.belay.model.Generation;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.UpdateStats;
import dev.belay.model.WeightRule;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final int VOCAB = Models.TINY.vocabSize();
    private static final WeightRule EQUAL = (fresh, w) -> {
        for (float[] row : w) {
            java.util.Arrays.fill(row, -0.05f);
        }
    };

    private static double difference(float[] a, float[] b) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs((double) a[i] - b[i]));
        }
        return difference / largest;
    }

    @Test
    void backward_eightMicroBatches_equalOneBatch() {
        List<PromptTree> trees = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            trees.add(new PromptTree(
                    Models.ids(i, 3 + i, VOCAB),
                    List.of(Models.ids(50 + i, 9, VOCAB), Models.ids(70 + i, 4 + i, VOCAB))));
        }
        try (CpuModel model = Models.tiny(21)) {
            model.backward(new TokenBatch(trees, LogitWarp.NONE), Set.of(), EQUAL);
            float[] together = model.gradients();
            model.zeroGradients();
            for (PromptTree tree : trees) {
                model.backward(new TokenBatch(List.of(tree), LogitWarp.NONE), Set.of(), EQUAL);
            }
            assertThat(difference(model.gradients(), together)).isLessThan(1e-6);
        }
    }

    @Test
    void step_twice_bitEqual() {
        float[][] weights = new float[2][];
        for (int run = 0; run < 2; run++) {
            try (CpuModel model = Models.tiny(22)) {
                for (int step = 0; step < 3; step++) {
                    model.backward(Models.batch(VOCAB, LogitWarp.NONE), Set.of(), EQUAL);
                    model.update(OptimizerPlan.adamW(1e-2));
                }
                weights[run] = model.weights();
            }
        }
        assertThat(weights[1]).isEqualTo(weights[0]);
    }

    @Test
    void backward_truncatedSupport_agreesWithDifferences() {
        LogitWarp warp = new LogitWarp(0.9, 6, 1, 0);
        try (CpuModel model = Models.tiny(23)) {
            int[] prompt = Models.ids(1, 4, VOCAB);
            var drawn = model.generate(Models.prompts(VOCAB, 4), 3, new SamplingPlan(warp, 6, Set.of()));
            TokenBatch batch = new TokenBatch(
                    List.of(new PromptTree(
                            Models.prompts(VOCAB, 4).getFirst().tokens(),
                            drawn.stream().map(g -> g.tokens()).toList())),
                    warp);
            assertThat(prompt).hasSize(4);
            model.backward(batch, Set.of(), EQUAL);
            float[] gradient = model.gradients();
            float[] weights = model.weights();
            double largest = 0;
            for (float g : gradient) {
                largest = Math.max(largest, Math.abs(g));
            }
            for (int i = 0; i < 60; i++) {
                int at = RandomKey.of(5).below(weights.length, i);
                double slope =
                        (loss(model, batch, weights, at, 1e-3f) - loss(model, batch, weights, at, -1e-3f)) / 2e-3;
                assertThat((double) gradient[at]).isCloseTo(slope, within(5e-3 * largest));
            }
        }
    }

    private static double loss(CpuModel model, TokenBatch batch, float[] weights, int at, float by) {
        float[] moved = weights.clone();
        moved[at] += by;
        model.setWeights(moved);
        double sum = 0;
        for (float[] row : model.score(batch, Set.of()).logProbs()) {
            for (float v : row) {
                sum -= 0.05 * v;
            }
        }
        return sum;
    }

    @Test
    void update_twoSteps_agreeWithAdamWByHand() {
        OptimizerPlan plan = new OptimizerPlan(0.01, 0.8, 0.95, 1e-6, 0.1, 0.5);
        try (CpuModel model = Models.tiny(24)) {
            float[] w = model.weights();
            double[] m = new double[w.length];
            double[] v = new double[w.length];
            for (int step = 1; step <= 2; step++) {
                model.backward(Models.batch(VOCAB, LogitWarp.NONE), Set.of(), EQUAL);
                float[] g = model.gradients();
                double norm = 0;
                for (float x : g) {
                    norm += (double) x * x;
                }
                norm = Math.sqrt(norm);
                assertThat(norm).isGreaterThan(0.5);
                UpdateStats stats = model.update(plan);
                assertThat(stats.gradNorm()).isCloseTo(norm, within(1e-5 * norm));
                assertThat(stats.steps()).isEqualTo(step);
                float[] after = model.weights();
                for (int i = 0; i < w.length; i++) {
                    double clipped = g[i] * 0.5 / norm;
                    m[i] = 0.8 * m[i] + 0.2 * clipped;
                    v[i] = 0.95 * v[i] + 0.05 * clipped * clipped;
                    double mean = m[i] / (1 - Math.pow(0.8, step));
                    double root = Math.sqrt(v[i] / (1 - Math.pow(0.95, step)));
                    double expected = w[i] * (1 - 0.01 * 0.1) - 0.01 * mean / (root + 1e-6);
                    assertThat((double) after[i]).isCloseTo(expected, within(2e-5));
                }
                w = after;
                for (float x : model.gradients()) {
                    assertThat(x).isEqualTo(0);
                }
            }
        }
    }

    @Test
    void update_bf16TinyStep_changesMastersButFewWorkingWeights() {
        OptimizerPlan plan = OptimizerPlan.adamW(1e-6);
        try (CpuModel model = CpuModel.random(Models.TINY, Models.NO_TOKENIZER, RandomKey.of(25), Dtype.BF16)) {
            assertThat(model.spec().compute()).isEqualTo(Dtype.BF16);
            float[] before = model.weights();
            model.backward(Models.batch(VOCAB, LogitWarp.NONE), Set.of(), EQUAL);
            UpdateStats stats = model.update(plan);
            assertThat(stats.changedShare()).isBetween(0.0, 0.2);
            assertThat(model.weights()).isNotEqualTo(before);
            assertThat(GenerateTest.largestDifferenceToScore(model, LogitWarp.NONE, 8, 3, 5))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void frozenCopy_modelTrains_copyStays() {
        try (CpuModel model = Models.tiny(26);
                LanguageModel copy = model.frozenCopy()) {
            TokenBatch batch = Models.batch(VOCAB, LogitWarp.NONE);
            float[][] before = model.score(batch, Set.of()).logProbs();
            model.backward(batch, Set.of(), EQUAL);
            model.update(OptimizerPlan.adamW(1e-2));
            assertThat(copy.score(batch, Set.of()).logProbs()).isDeepEqualTo(before);
            assertThat(model.score(batch, Set.of()).logProbs()[0]).isNotEqualTo(before[0]);
            assertThatThrownBy(() -> copy.backward(batch, Set.of(), EQUAL)).hasMessageContaining("frozen");
        }
    }

    private static CpuModel savable(long seed, TensorType type) {
        CharacterVocabulary vocabulary = CharacterVocabulary.of("0123456789+-= ");
        ModelConfig config = ModelConfig.qwen2(24, 16, 2, 4, 2, 20).withEosTokenIds(Set.of(vocabulary.eosId()));
        return CpuModel.random(HfFolder.create(config, type, vocabulary.files()), RandomKey.of(seed));
    }

    @Test
    void save_thenLoad_sameWeightsAndTokens(@TempDir Path folder) {
        try (CpuModel model = savable(27, TensorType.F32)) {
            model.save(folder);
            try (CpuModel loaded = CpuModel.load(folder, Dtype.AUTO, dev.belay.model.Device.CPU)) {
                assertThat(loaded.weights()).isEqualTo(model.weights());
                assertThat(loaded.config()).isEqualTo(model.config());
                assertThat(loaded.spec().stopIds()).isEqualTo(model.spec().stopIds());
                assertThat(loaded.tokenizer().encode("12+3="))
                        .isEqualTo(model.tokenizer().encode("12+3="));
            }
        }
    }

    @Test
    void loadTrainingState_afterBf16Checkpoint_continuesBitForBit(@TempDir Path folder) {
        TokenBatch batch = Models.batch(20, LogitWarp.NONE);
        try (CpuModel model = savable(28, TensorType.BF16)) {
            model.backward(batch, Set.of(), EQUAL);
            model.update(OptimizerPlan.adamW(1e-3));
            model.save(folder);
            model.saveTrainingState(folder.resolve("training-state.safetensors"));
            try (CpuModel resumed = CpuModel.load(folder, Dtype.FP32, dev.belay.model.Device.CPU)) {
                assertThat(resumed.weights()).isNotEqualTo(model.weights());
                resumed.loadTrainingState(folder.resolve("training-state.safetensors"));
                for (CpuModel each : List.of(model, resumed)) {
                    each.backward(batch, Set.of(), EQUAL);
                    assertThat(each.update(OptimizerPlan.adamW(1e-3)).steps()).isEqualTo(2);
                }
                assertThat(resumed.weights()).isEqualTo(model.weights());
            }
        }
    }

    /** Samples and trains on what was sampled; every size is drawn, as no two steps of a run have the same. */
    private static void stepOfAnySize(CpuModel model, int index) {
        RandomKey key = RandomKey.of(index).child("sizes");
        int samples = 2 + key.below(7, 0);
        List<TokenPrompt> prompts = Models.prompts(VOCAB, 1 + key.below(60, 1), 1 + key.below(60, 2));
        var drawn = model.generate(prompts, samples, new SamplingPlan(LogitWarp.NONE, 1 + key.below(60, 3), Set.of(1)));
        List<PromptTree> trees = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<int[]> completions = drawn.subList(p * samples, (p + 1) * samples).stream()
                    .map(Generation::tokens)
                    .toList();
            trees.add(new PromptTree(prompts.get(p).tokens(), completions));
        }
        model.backward(new TokenBatch(trees, LogitWarp.NONE), Set.of(), EQUAL);
        model.update(OptimizerPlan.adamW(1e-4));
    }

    @Test
    @Tag("slow")
    void steps_aThousandOfAnySize_residentMemoryIsFlat() throws Exception {
        try (CpuModel model = Models.tiny(30)) {
            for (int i = 0; i < 300; i++) {
                stepOfAnySize(model, i);
            }
            long before = residentKiB();
            for (int i = 300; i < 1300; i++) {
                stepOfAnySize(model, i);
            }
            // The heap may still grow towards -Xmx, and a kernel may be compiled for a size not met before (BlockGemm
            // bounds how many there are); a leak of one buffer a step would be far more.
            assertThat(residentKiB() - before).isLessThan(64 * 1024);
        }
    }

    /** The smallest of some readings: after a collection the heap's memory goes back to the system in the background. */
    private static long residentKiB() throws Exception {
        System.gc();
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            Thread.sleep(25);
            long now = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
            smallest = Math.min(smallest, now);
        }
        return smallest;
    }

    @Test
    void update_gradientThatIsNoNumber_isRefusedAndLeavesTheWeights() {
        try (CpuModel model = Models.tiny(3)) {
            float[] before = model.weights();
            WeightRule broken = (fresh, w) -> java.util.Arrays.fill(w[0], Float.NaN);
            model.backward(Models.batch(VOCAB, LogitWarp.NONE), Set.of(), broken);
            assertThatThrownBy(() -> model.update(OptimizerPlan.adamW(0.1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("AdamW: the norm of the gradient must be finite, got NaN");
            assertThat(model.weights()).isEqualTo(before);
            assertThat(model.gradients()).containsOnly(0f);
        }
    }
}
