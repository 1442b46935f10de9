package dev.belay.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.LoraPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.TokenBatch;
import dev.belay.model.WeightRule;
import dev.belay.model.checkpoint.Family;
import dev.belay.model.cpu.Models;
import dev.belay.model.parity.Engine;
import dev.belay.model.parity.Gradients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Adapters are trained as {@code CpuModel} trains them, and are written the same. */
class TorchAdaptersTest {
    private static final int VOCAB = Models.TINY.vocabSize();
    private static final Path BASE = Path.of("src", "test", "resources", "parity", "qwen3-tied");
    private static final OptimizerPlan OPTIMIZER = OptimizerPlan.adamW(0.02);
    private static final WeightRule RULE = (fresh, w) -> {
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                w[s][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
            }
        }
    };

    static final List<Family> FAMILIES = Family.ALL;

    private static LanguageModel adapted(Engine engine, Family family, LoraPlan plan) {
        LanguageModel model = engine.random(Models.TINY.withFamily(family), RandomKey.of(2), Dtype.FP32);
        model.adapt(plan, RandomKey.of(4));
        return model;
    }

    private static void step(LanguageModel model, TokenBatch batch) {
        model.backward(batch, Set.of(), RULE);
        model.update(OPTIMIZER);
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void update_threeSteps_areThoseOfCpuModel(Family family) {
        TokenBatch batch = Models.branching(VOCAB, LogitWarp.temperature(0.9));
        LoraPlan plan = new LoraPlan(3, 6, true, Set.of("q_proj", "v_proj", "o_proj", "up_proj", "down_proj"));
        try (LanguageModel cpu = adapted(Engine.CPU, family, plan);
                LanguageModel torch = adapted(Engine.TORCH, family, plan)) {
            assertThat(torch.weights()).isEqualTo(cpu.weights());
            assertThat(torch.trainedCount()).isEqualTo(cpu.trainedCount()).isEqualTo(torch.weights().length);
            for (int i = 0; i < 3; i++) {
                step(cpu, batch);
                step(torch, batch);
                assertThat(Gradients.relativeError(torch.weights(), cpu.weights()))
                        .as("step %d", i)
                        .isLessThan(1e-4);
            }
            cpu.backward(batch, Set.of(), RULE);
            torch.setWeights(cpu.weights());
            torch.backward(batch, Set.of(), RULE);
            float[] plain = torch.gradients();
            assertThat(Gradients.relativeError(plain, cpu.gradients())).isLessThan(1e-5);
            torch.zeroGradients();
            torch.setBackwardPlan(new BackwardPlan(true, 2));
            torch.backward(batch, Set.of(), RULE);
            assertThat(Gradients.relativeError(torch.gradients(), plain)).isLessThan(1e-6);
        }
    }

    @Test
    void save_afterSteps_isReadByTheOtherEngineAndStateGoesOn(@TempDir Path dir) throws IOException {
        LoraPlan plan = new LoraPlan(2, 8, false, Set.of(LoraPlan.ALL_LINEAR));
        TokenBatch batch = Models.batch(20, LogitWarp.NONE);
        for (Engine writer : Engine.values()) {
            Engine reader = writer == Engine.CPU ? Engine.TORCH : Engine.CPU;
            Path saved = dir.resolve(writer.name());
            Path again = dir.resolve(writer + "-again");
            Path state = dir.resolve(writer + ".safetensors");
            try (LanguageModel from = writer.load(BASE, Dtype.FP32)) {
                from.adapt(plan, RandomKey.of(1));
                step(from, batch);
                from.save(saved);
                from.saveTrainingState(state);
                try (LanguageModel to = reader.load(saved, Dtype.FP32)) {
                    assertThat(to.weights()).isEqualTo(from.weights());
                    to.loadTrainingState(state);
                    to.save(again);
                    step(to, batch);
                    step(from, batch);
                    assertThat(Gradients.relativeError(to.weights(), from.weights()))
                            .isLessThan(1e-4);
                }
            }
            try (var files = Files.list(saved)) {
                assertThat(files)
                        .hasSizeGreaterThan(1)
                        .allSatisfy(file ->
                                assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file));
            }
        }
    }

    @Test
    void frozenCopy_adaptersTrain_copyStays() {
        LoraPlan plan = new LoraPlan(2, 8, false, Set.of("q_proj"));
        TokenBatch batch = Models.batch(VOCAB, LogitWarp.NONE);
        try (LanguageModel model = adapted(Engine.TORCH, Family.QWEN2, plan)) {
            step(model, batch);
            try (LanguageModel copy = model.frozenCopy()) {
                float[][] before = model.score(batch, Set.of()).logProbs();
                step(model, batch);
                assertThat(copy.score(batch, Set.of()).logProbs()).isDeepEqualTo(before);
                assertThat(model.score(batch, Set.of()).logProbs()[0]).isNotEqualTo(before[0]);
            }
            assertThat(model.score(batch, Set.of()).logProbs()).isNotEmpty();
        }
    }

    @Test
    void adapt_unknownTargetOrTwice_isRefused() {
        LoraPlan plan = new LoraPlan(2, 8, false, Set.of("q_proj"));
        try (LanguageModel model = adapted(Engine.TORCH, Family.QWEN2, plan)) {
            assertThatThrownBy(() -> model.adapt(plan, RandomKey.of(1)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has adapters already, of rank 2");
        }
        assertThatThrownBy(() -> adapted(Engine.TORCH, Family.QWEN2, new LoraPlan(2, 8, false, Set.of("qkv"))))
                .hasMessageContaining("lora: targets must be projections of a Qwen2ForCausalLM");
    }
}
