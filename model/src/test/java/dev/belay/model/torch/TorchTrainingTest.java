package dev.belay.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenScores;
import dev.belay.model.UpdateStats;
import dev.belay.model.WeightRule;
import dev.belay.model.checkpoint.Family;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.cpu.Models;
import dev.belay.model.natives.NativeLibraries;
import dev.belay.model.parity.Engine;
import dev.belay.model.parity.Gradients;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Scores, gradients and updates are those of {@link CpuModel}. */
class TorchTrainingTest {
    private static final int VOCAB = Models.TINY.vocabSize();

    static final List<Family> FAMILIES = Family.ALL;

    static final List<LogitWarp> WARPS = List.of(
            LogitWarp.NONE,
            LogitWarp.temperature(1.3),
            new LogitWarp(0.9, 6, 1, 0),
            new LogitWarp(1.2, 0, 0.8, 0),
            new LogitWarp(0.7, 15, 0.9, 0.02));

    /** Weights that differ from token to token and from sequence to sequence. */
    private static final WeightRule RULE = (fresh, w) -> {
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                w[s][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
            }
        }
    };

    private static ModelConfig config(Family family) {
        return ModelConfig.qwen2(VOCAB, 16, 3, 4, 2, 20).withFamily(family);
    }

    private static LanguageModel spread(Engine engine, ModelConfig config) {
        LanguageModel model = engine.random(config, RandomKey.of(5), Dtype.FP32);
        float[] weights = model.weights();
        RandomKey key = RandomKey.of(5).child("spread");
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (0.3 * (2 * key.uniform(i) - 1));
        }
        model.setWeights(weights);
        return model;
    }

    private static float[] gradient(LanguageModel model, TokenBatch batch, BackwardPlan plan) {
        model.setBackwardPlan(plan);
        model.zeroGradients();
        model.backward(batch, Set.of(), RULE);
        return model.gradients();
    }

    @Test
    void random_sameKey_givesTheSameWeights() {
        try (LanguageModel cpu = Engine.CPU.random(Models.TINY, RandomKey.of(3), Dtype.FP32);
                LanguageModel torch = Engine.TORCH.random(Models.TINY, RandomKey.of(3), Dtype.FP32)) {
            assertThat(torch.weights()).isEqualTo(cpu.weights());
        }
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void backward_anyPlan_equalsCpuModel(Family family) {
        try (LanguageModel cpu = spread(Engine.CPU, config(family));
                LanguageModel torch = spread(Engine.TORCH, config(family))) {
            TokenBatch batch = Models.branching(VOCAB, LogitWarp.temperature(1.1));
            float[] expected = gradient(cpu, batch, BackwardPlan.PLAIN);
            float[] plain = gradient(torch, batch, BackwardPlan.PLAIN);
            assertThat(Gradients.relativeError(plain, expected)).isLessThan(1e-5);
            for (BackwardPlan plan : List.of(new BackwardPlan(true, 1), new BackwardPlan(true, 3))) {
                assertThat(Gradients.relativeError(gradient(torch, batch, plan), plain))
                        .as(plan.toString())
                        .isLessThan(1e-6);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("WARPS")
    void backward_anyWarp_statisticsAndGradientEqualCpuModel(LogitWarp warp) {
        try (LanguageModel cpu = spread(Engine.CPU, Models.TINY);
                LanguageModel torch = spread(Engine.TORCH, Models.TINY)) {
            TokenBatch batch = Models.branching(VOCAB, warp);
            Set<Stat> all = EnumSet.allOf(Stat.class);
            TokenScores expected = cpu.backward(batch, all, RULE);
            TokenScores found = torch.backward(batch, all, RULE);
            TokenScores scored = torch.score(batch, all);
            for (Stat stat : all) {
                for (int s = 0; s < expected.get(stat).length; s++) {
                    assertThat(found.get(stat)[s]).as("%s", stat).containsExactly(expected.get(stat)[s], within(2e-5f));
                    assertThat(scored.get(stat)[s]).as("%s", stat).containsExactly(found.get(stat)[s], within(1e-6f));
                }
            }
            assertThat(Gradients.relativeError(torch.gradients(), cpu.gradients()))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void backward_twice_addsUp() {
        try (LanguageModel torch = spread(Engine.TORCH, Models.TINY)) {
            TokenBatch batch = Models.batch(VOCAB, LogitWarp.NONE);
            float[] once = gradient(torch, batch, BackwardPlan.PLAIN);
            torch.backward(batch, Set.of(), RULE);
            float[] twice = torch.gradients();
            for (int i = 0; i < once.length; i++) {
                once[i] *= 2;
            }
            assertThat(Gradients.relativeError(twice, once)).isLessThan(1e-6);
        }
    }

    @Test
    void backward_nothingToPredict_leavesNoGradient() {
        TokenBatch empty =
                new TokenBatch(List.of(new PromptTree(new int[] {1, 2}, List.of(new int[0]))), LogitWarp.NONE);
        try (LanguageModel torch = spread(Engine.TORCH, Models.TINY)) {
            assertThat(torch.backward(empty, Set.of(), RULE).logProbs()).hasDimensions(1, 0);
            assertThat(torch.gradients()).containsOnly(0f);
            assertThat(torch.score(new TokenBatch(List.of(), LogitWarp.NONE), Set.of())
                            .logProbs())
                    .isEmpty();
        }
    }

    @Test
    void update_fiveSteps_areThoseOfCpuModel() {
        OptimizerPlan plan = new OptimizerPlan(1e-2, 0.8, 0.95, 1e-6, 0.1, 0.5);
        TokenBatch batch = Models.branching(VOCAB, LogitWarp.NONE);
        try (LanguageModel cpu = spread(Engine.CPU, Models.TINY);
                LanguageModel torch = spread(Engine.TORCH, Models.TINY)) {
            for (int step = 1; step <= 5; step++) {
                cpu.backward(batch, Set.of(), RULE);
                torch.backward(batch, Set.of(), RULE);
                UpdateStats expected = cpu.update(plan);
                UpdateStats found = torch.update(plan);
                assertThat(found.gradNorm()).isCloseTo(expected.gradNorm(), within(1e-4 * expected.gradNorm()));
                assertThat(found.changedShare()).isCloseTo(expected.changedShare(), within(0.01));
                assertThat(found.steps()).isEqualTo(step);
                assertThat(Gradients.relativeError(torch.weights(), cpu.weights()))
                        .as("step %d", step)
                        .isLessThan(1e-4);
            }
            assertThat(torch.gradients()).containsOnly(0f);
        }
    }

    @Test
    void update_gradientThatIsNoNumber_isRefusedAndLeavesTheWeights() {
        try (LanguageModel torch = spread(Engine.TORCH, Models.TINY)) {
            float[] before = torch.weights();
            WeightRule broken = (fresh, w) -> Arrays.fill(w[0], Float.NaN);
            torch.backward(Models.batch(VOCAB, LogitWarp.NONE), Set.of(), broken);
            assertThatThrownBy(() -> torch.update(OptimizerPlan.adamW(0.1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("AdamW: the norm of the gradient must be finite, got NaN");
            assertThat(torch.weights()).isEqualTo(before);
            assertThat(torch.gradients()).containsOnly(0f);
        }
    }

    /** bf16 products of this size differ from fp32 in the third digit; the masters move, what products see seldom does. */
    @Test
    void update_bf16TinyStep_changesMastersButFewWorkingWeights() {
        TokenBatch batch = Models.branching(VOCAB, LogitWarp.NONE);
        try (LanguageModel rounded = Engine.TORCH.random(Models.TINY, RandomKey.of(25), Dtype.BF16);
                LanguageModel exact = Engine.TORCH.random(Models.TINY, RandomKey.of(25), Dtype.FP32)) {
            assertThat(rounded.spec().compute()).isEqualTo(Dtype.BF16);
            float[] before = rounded.weights();
            float[] expected = gradient(exact, batch, BackwardPlan.PLAIN);
            assertThat(Gradients.relativeError(gradient(rounded, batch, BackwardPlan.PLAIN), expected))
                    .isBetween(1e-4, 0.03);
            assertThat(rounded.update(OptimizerPlan.adamW(1e-6)).changedShare()).isBetween(0.0, 0.2);
            assertThat(rounded.weights()).isNotEqualTo(before);
        }
    }

    @Test
    void frozenCopy_modelTrains_copyStays() {
        try (LanguageModel model = spread(Engine.TORCH, Models.TINY);
                LanguageModel copy = model.frozenCopy()) {
            TokenBatch batch = Models.batch(VOCAB, LogitWarp.NONE);
            float[][] before = model.score(batch, Set.of()).logProbs();
            model.backward(batch, Set.of(), RULE);
            model.update(OptimizerPlan.adamW(1e-2));
            assertThat(copy.score(batch, Set.of()).logProbs()).isDeepEqualTo(before);
            assertThat(model.score(batch, Set.of()).logProbs()[0]).isNotEqualTo(before[0]);
            assertThatThrownBy(() -> copy.backward(batch, Set.of(), RULE)).hasMessageContaining("frozen");
        }
    }

    /** Each engine goes on from what the other wrote, and saves the same files. */
    @Test
    void saveTrainingState_otherEngine_goesOnFromThere(@TempDir Path dir) throws IOException {
        CharacterVocabulary vocabulary = CharacterVocabulary.of("0123456789+-= ");
        ModelConfig config = ModelConfig.qwen2(24, 16, 2, 4, 2, 20).withEosTokenIds(Set.of(vocabulary.eosId()));
        TokenBatch batch = Models.batch(20, LogitWarp.NONE);
        Path first = dir.resolve("first");
        try (CpuModel made =
                CpuModel.random(HfFolder.create(config, TensorType.F32, vocabulary.files()), RandomKey.of(28))) {
            made.save(first);
        }
        for (Engine writer : Engine.values()) {
            Engine reader = writer == Engine.CPU ? Engine.TORCH : Engine.CPU;
            Path state = dir.resolve(writer + "-state.safetensors");
            Path saved = dir.resolve(writer.name());
            try (LanguageModel from = writer.load(first, Dtype.FP32)) {
                from.backward(batch, Set.of(), RULE);
                from.update(OptimizerPlan.adamW(1e-3));
                from.saveTrainingState(state);
                from.save(saved);
                try (LanguageModel to = reader.load(first, Dtype.FP32)) {
                    to.loadWeights(state);
                    assertThat(to.weights()).isEqualTo(from.weights());
                    to.loadTrainingState(state);
                    Path again = dir.resolve(writer + "-again.safetensors");
                    to.saveTrainingState(again);
                    assertThat(again).hasSameBinaryContentAs(state);
                    Path other = dir.resolve(writer + "-other");
                    to.save(other);
                    try (var files = Files.list(saved)) {
                        assertThat(files)
                                .hasSizeGreaterThan(2)
                                .allSatisfy(file -> assertThat(other.resolve(file.getFileName()))
                                        .hasSameBinaryContentAs(file));
                    }
                }
            }
        }
    }

    @Test
    void load_bf16Folder_isSavedAsItWas(@TempDir Path dir) {
        Path folder = Path.of("src", "test", "resources", "parity", "qwen3-untied-bf16");
        try (LanguageModel model = Engine.TORCH.load(folder, Dtype.BF16)) {
            model.save(dir);
        }
        assertThat(dir.resolve("model.safetensors")).exists();
        try (LanguageModel read = Engine.CPU.load(folder, Dtype.FP32);
                LanguageModel again = Engine.CPU.load(dir, Dtype.FP32)) {
            assertThat(again.weights()).isEqualTo(read.weights());
        }
    }

    @Test
    void load_cudaThatIsNotThere_isRefusedWithWhatIsMissing() {
        assumeThat(NativeLibraries.get().torchHasCuda()).isFalse();
        Path folder = Path.of("src", "test", "resources", "parity", "qwen2-tied");
        assertThatThrownBy(() -> TorchModel.load(folder, Dtype.FP32, Device.CUDA))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("device: cuda was asked for, but ")
                .hasMessageContaining("BELAY_TORCH=cuda");
    }
}
