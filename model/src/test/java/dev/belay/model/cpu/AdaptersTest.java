package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Dtype;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LogitWarp;
import dev.belay.model.LoraPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.WeightRule;
import dev.belay.model.checkpoint.Family;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.parity.Gradients;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Adapters against a model whose weights have them merged: the same answers, and the gradient by the chain rule. */
class AdaptersTest {
    static final List<Family> FAMILIES = Family.ALL;

    static final LoraPlan ALL = new LoraPlan(3, 6, false, Set.of(LoraPlan.ALL_LINEAR));
    static final float SCALE = 2;

    static final WeightRule RULE = (fresh, w) -> {
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                w[s][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
            }
        }
    };

    /** Widths that are no multiples of a tile, so that a tile holds rows of several projections. */
    static ModelConfig config(Family family) {
        return ModelConfig.qwen2(23, 40, 2, 4, 2, 72).withFamily(family);
    }

    static TokenBatch batch() {
        return Models.branching(23, LogitWarp.temperature(1.1));
    }

    /** Adapts a model and gives A and B numbers that matter. */
    static float[] adapt(CpuModel model, LoraPlan plan) {
        model.adapt(plan, RandomKey.of(8));
        float[] adapters = model.weights();
        for (int i = 0; i < adapters.length; i++) {
            adapters[i] = (float) (0.4 * RandomKey.of(9).uniform(i) - 0.2);
        }
        model.setWeights(adapters);
        return adapters;
    }

    private static boolean isProjection(ParameterShape p) {
        return p.name().contains("_proj.weight");
    }

    /** What A (rank, in) and B (out, rank) add to each projection; naive. */
    private static float[] merged(ModelConfig config, float[] weights, float[] adapters, int rank) {
        float[] merged = weights.clone();
        int offset = 0;
        int a = 0;
        for (ParameterShape p : config.parameters()) {
            if (isProjection(p)) {
                int out = p.shape().getFirst();
                int in = p.shape().getLast();
                int b = a + rank * in;
                for (int o = 0; o < out; o++) {
                    for (int i = 0; i < in; i++) {
                        double sum = 0;
                        for (int k = 0; k < rank; k++) {
                            sum += (double) adapters[b + o * rank + k] * adapters[a + k * in + i];
                        }
                        merged[offset + o * in + i] += (float) (SCALE * sum);
                    }
                }
                a = b + out * rank;
            }
            offset += (int) p.elements();
        }
        return merged;
    }

    /** dA = scale · Bᵀ dW and dB = scale · dW Aᵀ from the gradient of the merged weights; naive. */
    private static float[] chained(ModelConfig config, float[] dense, float[] adapters, int rank) {
        float[] gradient = new float[adapters.length];
        int offset = 0;
        int a = 0;
        for (ParameterShape p : config.parameters()) {
            if (isProjection(p)) {
                int out = p.shape().getFirst();
                int in = p.shape().getLast();
                int b = a + rank * in;
                for (int o = 0; o < out; o++) {
                    for (int i = 0; i < in; i++) {
                        float dw = SCALE * dense[offset + o * in + i];
                        for (int k = 0; k < rank; k++) {
                            gradient[a + k * in + i] += adapters[b + o * rank + k] * dw;
                            gradient[b + o * rank + k] += adapters[a + k * in + i] * dw;
                        }
                    }
                }
                a = b + out * rank;
            }
            offset += (int) p.elements();
        }
        return gradient;
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void scoreAndBackward_adapted_equalTheMergedModel(Family family) {
        ModelConfig config = config(family);
        try (CpuModel model = Models.spread(config, 5, 0.3f);
                CpuModel reference = Models.spread(config, 5, 0.3f)) {
            float[] weights = model.weights();
            float[] adapters = adapt(model, ALL);
            reference.setWeights(merged(config, weights, adapters, 3));
            float[][] expected = reference.backward(batch(), Set.of(), RULE).logProbs();
            float[][] found = model.backward(batch(), Set.of(), RULE).logProbs();
            for (int s = 0; s < expected.length; s++) {
                assertThat(found[s]).containsExactly(expected[s], within(2e-5f));
            }
            float[] gradient = chained(config, reference.gradients(), adapters, 3);
            assertThat(Gradients.relativeError(model.gradients(), gradient)).isLessThan(1e-5);
            model.zeroGradients();
            model.setBackwardPlan(new BackwardPlan(true, 3));
            model.backward(batch(), Set.of(), RULE);
            assertThat(Gradients.relativeError(model.gradients(), gradient)).isLessThan(1e-5);
        }
    }

    @Test
    void adapt_beforeAnyUpdate_changesNoBit() {
        try (CpuModel model = Models.tiny(3)) {
            float[][] before = model.score(batch(), Set.of()).logProbs();
            model.adapt(ALL, RandomKey.of(4));
            assertThat(model.score(batch(), Set.of()).logProbs()).isEqualTo(before);
        }
    }

    @Test
    void adapt_someTargets_leavesTheOthersAlone() {
        try (CpuModel model = Models.tiny(3)) {
            ModelConfig c = model.config();
            model.adapt(new LoraPlan(2, 4, true, Set.of("q_proj", "v_proj")), RandomKey.of(4));
            int oneLayer = 2 * (c.hiddenSize() + c.querySize()) + 2 * (c.hiddenSize() + c.keyValueSize());
            assertThat(model.weights()).hasSize(c.layers() * oneLayer);
        }
    }

    @Test
    void update_adapted_lowersTheLossAndLeavesTheWeights() {
        try (CpuModel model = Models.tiny(3)) {
            PromptTree text = PromptTree.ofText(Models.ids(2, 20, 23));
            TokenBatch batch = new TokenBatch(List.of(text), LogitWarp.NONE);
            float[][] base = model.score(batch, Set.of()).logProbs();
            model.adapt(ALL, RandomKey.of(4));
            for (int step = 0; step < 60; step++) {
                model.backward(batch, Set.of(), (fresh, w) -> Arrays.fill(w[0], -1));
                model.update(OptimizerPlan.adamW(1e-2));
            }
            float[] trained = model.score(batch, Set.of()).logProbs()[0];
            assertThat(sum(trained)).isGreaterThan(sum(base[0]) + 10);
            model.setWeights(new float[model.weights().length]);
            assertThat(model.score(batch, Set.of()).logProbs()).isEqualTo(base);
        }
    }

    private static double sum(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += v;
        }
        return sum;
    }

    @Test
    void generate_adapted_samplesFromWhatScoreSees() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            List<TokenPrompt> prompts = Models.prompts(23, 6);
            Generation g = model.generate(prompts, 1, new SamplingPlan(LogitWarp.NONE, 30, Set.of()))
                    .getFirst();
            TokenBatch again = new TokenBatch(
                    List.of(new PromptTree(prompts.getFirst().tokens(), List.of(g.tokens()))), LogitWarp.NONE);
            assertThat(model.score(again, Set.of()).logProbs()[0]).containsExactly(g.logProbs(), within(1e-4f));
        }
    }

    @Test
    void trainingState_savedAndLoaded_goesOnInTheSameBits(@TempDir Path folder) {
        Path file = folder.resolve("state.safetensors");
        try (CpuModel first = Models.tiny(3);
                CpuModel second = Models.tiny(3)) {
            first.adapt(ALL, RandomKey.of(4));
            second.adapt(ALL, RandomKey.of(5));
            step(first);
            first.saveTrainingState(file);
            second.loadTrainingState(file);
            step(first);
            step(second);
            assertThat(second.weights()).isEqualTo(first.weights());
        }
    }

    static void step(CpuModel model) {
        model.backward(batch(), Set.of(), RULE);
        model.update(OptimizerPlan.adamW(1e-2));
    }

    /** In bf16 an update of a weight can vanish in rounding; that of an adapter must not. */
    @Test
    void update_bf16_changesEveryAdapter() {
        try (CpuModel model = CpuModel.random(Models.TINY, Models.NO_TOKENIZER, RandomKey.of(3), Dtype.BF16)) {
            adapt(model, ALL);
            model.backward(batch(), Set.of(), RULE);
            assertThat(model.update(OptimizerPlan.adamW(1e-5)).changedShare()).isGreaterThan(0.99);
        }
    }

    @Test
    void adapt_unknownTarget_namesTheProjections() {
        try (CpuModel model = Models.tiny(3)) {
            assertThatThrownBy(() -> model.adapt(new LoraPlan(2, 4, false, Set.of("c_attn")), RandomKey.of(4)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("c_attn")
                    .hasMessageContaining("down_proj, gate_proj, k_proj, o_proj, q_proj, up_proj, v_proj");
        }
    }

    @Test
    void adapt_rankAboveTheSmallerSide_namesTheProjection() {
        try (CpuModel model = Models.tiny(3)) {
            assertThatThrownBy(() -> model.adapt(new LoraPlan(1000, 4, false, Set.of("k_proj")), RandomKey.of(4)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("rank must be at most the smaller side of every target, got 1000")
                    .hasMessageContaining("model.layers.0.self_attn.k_proj.weight");
        }
    }

    @Test
    void adapt_twice_isRefused() {
        try (CpuModel model = Models.tiny(3)) {
            model.adapt(ALL, RandomKey.of(4));
            assertThatThrownBy(() -> model.adapt(ALL, RandomKey.of(4))).hasMessageContaining("has adapters already");
        }
    }
}
