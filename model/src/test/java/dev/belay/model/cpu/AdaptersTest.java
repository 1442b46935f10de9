package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Dtype;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.LoraPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.TokenScores;
import dev.belay.model.WeightRule;
import dev.belay.model.Workload;
import dev.belay.model.checkpoint.Family;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.parity.Gradients;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters against a model whose weights have them merged: the same answers, and the gradient by the chain rule. */
class AdaptersTest {
    static final List<Family> FAMILIES = Family.ALL;

    private static final LoraPlan ALL = new LoraPlan(3, 6, false, Set.of(LoraPlan.ALL_LINEAR));
    private static final float SCALE = 2;

    private static final WeightRule RULE = (fresh, w) -> {
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                w[s][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
            }
        }
    };

    /** Widths that are no multiples of a tile, so that a tile holds rows of several projections. */
    private static ModelConfig config(Family family) {
        return ModelConfig.qwen2(23, 40, 2, 4, 2, 72).withFamily(family);
    }

    private static TokenBatch batch() {
        return Models.branching(23, LogitWarp.temperature(1.1));
    }

    /** Adapts a model and gives A and B numbers that matter. */
    private static float[] adapt(CpuModel model, LoraPlan plan) {
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

    private static void step(CpuModel model) {
        model.backward(batch(), Set.of(), RULE);
        model.update(OptimizerPlan.adamW(1e-2));
    }

    @Test
    void frozenCopy_adapted_keepsTheAdaptersOfThatMoment() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            float[][] before = model.score(batch(), Set.of()).logProbs();
            try (LanguageModel copy = model.frozenCopy()) {
                step(model);
                assertThat(copy.score(batch(), Set.of()).logProbs()).isEqualTo(before);
                assertThat(model.score(batch(), Set.of()).logProbs()).isNotEqualTo(before);
            }
        }
    }

    /** What a KL term needs: the base's log-probabilities, no memory for a second copy, and a training that notices nothing. */
    @ParameterizedTest
    @ValueSource(strings = {LoraPlan.ALL_LINEAR, "q_proj"})
    void frozenCopy_askedWhileAdaptersAreTrained_isTheBaseAndSharesIt(String targets) {
        LoraPlan plan = new LoraPlan(3, 6, false, Set.of(targets));
        try (CpuModel model = Models.tiny(3);
                CpuModel alone = Models.tiny(3)) {
            float[][] base = model.score(batch(), Set.of()).logProbs();
            model.adapt(plan, RandomKey.of(4));
            alone.adapt(plan, RandomKey.of(4));
            try (LanguageModel reference = model.frozenCopy()) {
                step(model);
                step(alone);
                long before = model.memory().weights() + model.memory().packed();
                for (int i = 0; i < 3; i++) {
                    assertThat(reference.score(batch(), Set.of()).logProbs()).isEqualTo(base);
                    step(model);
                    step(alone);
                }
                assertThat(model.memory().weights() + model.memory().packed()).isEqualTo(before);
                assertThat(model.weights()).isEqualTo(alone.weights());
                Workload work = new Workload(8, 4, 8, 8, 64, true, BackwardPlan.PLAIN);
                assertThat(model.frozenCopyMemoryFor(work).total()).isEqualTo(4 * model.trainedCount());
            }
        }
    }

    /** What sampling computed is good for the backward pass whoever was asked in between. */
    @Test
    void backward_afterTheReferenceWasAsked_stillUsesWhatSamplingComputed() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            try (LanguageModel reference = model.frozenCopy()) {
                step(model);
                List<TokenPrompt> prompts = Models.prompts(23, 6);
                Generation g = model.rollOut(prompts, 1, new SamplingPlan(LogitWarp.NONE, 12, Set.of()))
                        .getFirst();
                PromptTree tree = new PromptTree(prompts.getFirst().tokens(), List.of(g.tokens()));
                TokenBatch batch = new TokenBatch(List.of(tree), LogitWarp.NONE);
                float[][] then = reference.score(batch, Set.of()).logProbs();
                TokenScores fresh = model.backward(batch, Set.of(), RULE);
                assertThat(fresh.fromRollout()).isTrue();
                assertThat(fresh.logProbs()[0]).containsExactly(g.logProbs(), within(1e-5f));
                assertThat(fresh.logProbs()).isNotEqualTo(then);
                model.zeroGradients();
                assertThat(reference.score(batch, Set.of()).logProbs()).isEqualTo(then);
            }
        }
    }

    /** A version is what weights are packed for: another at each call would pack the same again. */
    @Test
    void frozenCopy_askedAgainAndAgain_hasOneVersionOfItsOwn() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            try (LanguageModel one = model.frozenCopy();
                    LanguageModel other = model.frozenCopy()) {
                Set<Long> seen = versions(model, one);
                step(model);
                seen.addAll(versions(model, one));
                assertThat(seen).hasSize(1).doesNotContain(model.parameters.version());
                assertThat(versions(model, other)).hasSize(1).doesNotContainAnyElementsOf(seen);
            }
        }
    }

    /** The versions under which a copy answers, asked twice. */
    private static Set<Long> versions(CpuModel model, LanguageModel copy) {
        Set<Long> seen = new HashSet<>();
        SamplingPlan plan = new SamplingPlan(LogitWarp.NONE, 3, Set.of());
        for (int i = 0; i < 2; i++) {
            copy.generate(
                    Models.prompts(23, 6), 1, plan, (prompt, sample, token) -> seen.add(model.parameters.version()));
        }
        return seen;
    }

    /** Each is asked twice in a row, and in turn with the others. */
    @Test
    void frozenCopies_ofDifferentMoments_answerAsThen() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            float[][] first = model.score(batch(), Set.of()).logProbs();
            try (LanguageModel atFirst = model.frozenCopy()) {
                step(model);
                float[][] second = model.score(batch(), Set.of()).logProbs();
                try (LanguageModel later = model.frozenCopy()) {
                    step(model);
                    float[][] now = model.score(batch(), Set.of()).logProbs();
                    for (int i = 0; i < 4; i++) {
                        assertThat(atFirst.score(batch(), Set.of()).logProbs()).isEqualTo(first);
                        if (i % 2 == 1) {
                            assertThat(later.score(batch(), Set.of()).logProbs())
                                    .isEqualTo(second);
                            assertThat(model.score(batch(), Set.of()).logProbs())
                                    .isEqualTo(now);
                        }
                    }
                }
            }
        }
    }

    @Test
    void frozenCopy_ofAdaptersClosed_refusesToAnswer() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            LanguageModel copy = model.frozenCopy();
            copy.close();
            copy.close();
            assertThatThrownBy(() -> copy.score(batch(), Set.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the model is closed");
            assertThatThrownBy(copy::weights).hasMessage("the model is closed");
        }
    }

    @Test
    void frozenCopy_ofAdapters_cannotBeTrained() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            try (LanguageModel copy = model.frozenCopy()) {
                assertThat(copy.weights()).isEqualTo(model.weights());
                assertThatThrownBy(() -> copy.update(OptimizerPlan.adamW(1e-2)))
                        .hasMessage("update: a frozen copy can only generate and score");
            }
        }
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
