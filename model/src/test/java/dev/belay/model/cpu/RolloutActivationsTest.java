package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Generation;
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
import dev.belay.model.checkpoint.Family;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Forest;
import dev.belay.model.parity.Gradients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What sampling kept gives the gradient of a forward pass, and is never used for anything else. */
class RolloutActivationsTest {
    static final List<Family> FAMILIES = Family.ALL;
    private static final int VOCAB = Models.TINY.vocabSize();
    private static final SamplingPlan PLAN = new SamplingPlan(LogitWarp.NONE, 12, Set.of(3, 8));

    /** Weights that differ from token to token and from sequence to sequence. */
    private static final WeightRule RULE = (fresh, w) -> {
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                w[s][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
            }
        }
    };

    private static CpuModel model() {
        return Models.spread(BackwardPlanTest.config(Family.QWEN2), 5, 0.3f);
    }

    /** One token, one that spans blocks of keys, and two that begin alike. */
    private static List<TokenPrompt> prompts() {
        List<TokenPrompt> prompts = new ArrayList<>(Models.prompts(VOCAB, 1, 70, 9));
        int[] longer = Models.join(prompts.get(1).tokens(), Models.ids(60, 5, VOCAB));
        prompts.add(new TokenPrompt(RandomKey.of(12), longer));
        return prompts;
    }

    private static TokenBatch batch(List<TokenPrompt> prompts, List<Generation> drawn, LogitWarp warp) {
        int each = drawn.size() / prompts.size();
        List<PromptTree> trees = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            trees.add(new PromptTree(
                    prompts.get(p).tokens(),
                    drawn.subList(p * each, (p + 1) * each).stream()
                            .map(Generation::tokens)
                            .toList()));
        }
        return new TokenBatch(trees, warp);
    }

    private static TokenBatch rollOut(CpuModel model, int samplesEach) {
        return batch(prompts(), model.rollOut(prompts(), samplesEach, PLAN), LogitWarp.NONE);
    }

    private static boolean recalls(CpuModel model, TokenBatch batch) {
        return model.backward(batch, Set.of(), RULE).fromRollout();
    }

    private static void requireClose(float[] actual, float[] expected) {
        assertThat(Gradients.relativeError(actual, expected)).isLessThan(1e-5);
    }

    /** 40 samples of a prompt are more than a lane's rows, so a group's common beginning is computed more than once. */
    @ParameterizedTest
    @FieldSource("FAMILIES")
    void backward_ofWhatWasRolledOut_equalsThatAfterAForwardPass(Family family) {
        ModelConfig config = BackwardPlanTest.config(family);
        try (CpuModel model = Models.spread(config, 5, 0.3f);
                CpuModel plain = Models.spread(config, 5, 0.3f)) {
            TokenBatch batch = rollOut(model, 40);
            TokenScores recalled = model.backward(batch, Set.of(), RULE);
            TokenScores computed = plain.backward(batch, Set.of(), RULE);
            assertThat(recalled.fromRollout()).isTrue();
            assertThat(computed.fromRollout()).isFalse();
            for (int s = 0; s < computed.logProbs().length; s++) {
                for (int t = 0; t < computed.logProbs()[s].length; t++) {
                    assertThat((double) recalled.logProbs()[s][t] - computed.logProbs()[s][t])
                            .isBetween(-1e-5, 1e-5);
                }
            }
            requireClose(model.gradients(), plain.gradients());
        }
    }

    @Test
    void backward_ofAPartInAnotherOrderAndCutShort_equalsThatAfterAForwardPass() {
        try (CpuModel model = model();
                CpuModel plain = model()) {
            List<PromptTree> trees = rollOut(model, 5).trees();
            List<int[]> some = List.of(
                    trees.get(3).completions().get(4),
                    Arrays.copyOf(trees.get(3).completions().get(1), 1),
                    trees.get(3).completions().get(0));
            TokenBatch part = new TokenBatch(
                    List.of(new PromptTree(trees.get(3).prompt(), some), trees.get(0)), LogitWarp.temperature(0.7));
            assertThat(recalls(model, part)).isTrue();
            plain.backward(part, Set.of(), RULE);
            requireClose(model.gradients(), plain.gradients());
        }
    }

    /** The prompt's last tokens are prefilled, and as part of a completion predict something. */
    @Test
    void backward_ofAPromptCutShort_readsTheStreamBehindPrefilledTokens() {
        try (CpuModel model = model();
                CpuModel plain = model()) {
            int[] prompt = rollOut(model, 2).trees().get(1).prompt();
            TokenBatch text = new TokenBatch(List.of(PromptTree.ofText(prompt)), LogitWarp.NONE);
            assertThat(recalls(model, text)).isTrue();
            plain.backward(text, Set.of(), RULE);
            requireClose(model.gradients(), plain.gradients());
        }
    }

    @Test
    void backward_twice_isTheSameBitForBit() {
        float[][] gradients = new float[2][];
        for (int i = 0; i < 2; i++) {
            try (CpuModel model = model()) {
                model.backward(rollOut(model, 40), Set.of(), RULE);
                model.zeroGradients();
                assertThat(recalls(model, rollOut(model, 40))).isTrue();
                gradients[i] = model.gradients();
            }
        }
        assertThat(gradients[1]).isEqualTo(gradients[0]);
    }

    @Test
    void backward_ofTokensThatWereNotSampled_computesThem() {
        try (CpuModel model = model();
                CpuModel plain = model()) {
            List<PromptTree> trees = rollOut(model, 3).trees();
            int[] edited = Models.join(trees.get(2).prompt(), new int[] {7});
            TokenBatch batch = new TokenBatch(
                    List.of(trees.get(0), new PromptTree(edited, List.of(Models.ids(71, 3, VOCAB)))), LogitWarp.NONE);
            assertThat(recalls(model, batch)).isFalse();
            plain.backward(batch, Set.of(), RULE);
            assertThat(model.gradients()).isEqualTo(plain.gradients());
        }
    }

    private static void requireForgotten(Consumer<CpuModel> change) {
        try (CpuModel model = model()) {
            TokenBatch batch = rollOut(model, 3);
            assertThat(recalls(model, batch)).isTrue();
            change.accept(model);
            assertThat(recalls(model, batch)).isFalse();
        }
    }

    @Test
    void backward_afterTheWeightsHaveChanged_computesAnew(@TempDir Path folder) {
        requireForgotten(model -> model.update(OptimizerPlan.adamW(1e-3)));
        requireForgotten(model -> model.setWeights(model.weights()));
        requireForgotten(model -> {
            model.saveTrainingState(folder.resolve("state"));
            model.loadTrainingState(folder.resolve("state"));
        });
        requireForgotten(model -> model.loadWeights(folder.resolve("state")));
    }

    @Test
    void backward_afterAdaptersWereAdded_computesAnew() {
        try (CpuModel model = model()) {
            TokenBatch batch = rollOut(model, 3);
            model.adapt(new LoraPlan(2, 4, false, Set.of(LoraPlan.ALL_LINEAR)), RandomKey.of(1));
            assertThat(recalls(model, batch)).isFalse();
        }
    }

    @Test
    void backward_ofAdapters_usesWhatWasRolledOut() {
        try (CpuModel model = model();
                CpuModel plain = model()) {
            LoraPlan lora = new LoraPlan(2, 4, false, Set.of(LoraPlan.ALL_LINEAR));
            model.adapt(lora, RandomKey.of(1));
            plain.adapt(lora, RandomKey.of(1));
            TokenBatch batch = rollOut(model, 3);
            assertThat(recalls(model, batch)).isTrue();
            plain.backward(batch, Set.of(), RULE);
            requireClose(model.gradients(), plain.gradients());
        }
    }

    @Test
    void generate_keepsNothing_andLeavesWhatWasRolledOut() {
        try (CpuModel model = model()) {
            TokenBatch other = batch(prompts(), model.generate(prompts(), 3, PLAN), LogitWarp.NONE);
            assertThat(recalls(model, other)).isFalse();
            TokenBatch batch = rollOut(model, 3);
            model.generate(Models.prompts(VOCAB, 6), 2, PLAN);
            model.score(other, Set.of());
            assertThat(recalls(model, batch)).isTrue();
        }
    }

    @Test
    void backward_withGradientCheckpointing_computesAnewAndHoldsNoRollout() {
        try (CpuModel model = model()) {
            model.setBackwardPlan(new BackwardPlan(true, 2));
            TokenBatch batch = rollOut(model, 3);
            assertThat(recalls(model, batch)).isFalse();
            long bytes = model.activationBytes();
            model.setBackwardPlan(BackwardPlan.PLAIN);
            rollOut(model, 3);
            assertThat(model.activationBytes()).isGreaterThan(bytes);
            model.setBackwardPlan(new BackwardPlan(true, 2));
            assertThat(recalls(model, batch)).isFalse();
            assertThat(model.activationBytes()).isEqualTo(bytes);
        }
    }

    /** Sets how many pages a model may take. */
    private static void limit(CpuModel model, int pages) {
        RolloutActivations one = new RolloutActivations(model.config());
        one.writer().take(1);
        model.rollout.limit(pages * one.bytes());
        one.close();
    }

    /** The prompts' 206 tokens take both pages, samples find no room. */
    @Test
    void rollOut_thatOverflowsOnItsWay_drawsTheSameAndIsComputedAnew() {
        try (CpuModel model = model();
                CpuModel plain = model()) {
            limit(model, 2);
            List<Generation> drawn = model.rollOut(prompts(), 5, PLAN);
            List<Generation> expected = plain.rollOut(prompts(), 5, PLAN);
            for (int s = 0; s < expected.size(); s++) {
                assertThat(drawn.get(s).tokens()).isEqualTo(expected.get(s).tokens());
                assertThat(drawn.get(s).logProbs()).isEqualTo(expected.get(s).logProbs());
            }
            TokenBatch batch = batch(prompts(), drawn, LogitWarp.NONE);
            assertThat(recalls(plain, batch)).isTrue();
            assertThat(recalls(model, batch)).isFalse();
            requireClose(model.gradients(), plain.gradients());
            assertThat(model.rollout.begin(206 + 20 * 12)).isTrue();
            limit(model, 100);
            assertThat(recalls(model, rollOut(model, 5))).isTrue();
        }
    }

    /** 206 tokens of prompts and 20 samples of at most 12 are more than three times a page's 128. */
    @Test
    void rollOut_ofFarTooMuch_isNotRecorded() {
        try (CpuModel model = model()) {
            TokenBatch batch = batch(prompts(), model.generate(prompts(), 5, PLAN), LogitWarp.NONE);
            assertThat(recalls(model, rollOut(model, 5))).isTrue();
            limit(model, 1);
            assertThat(recalls(model, batch)).isFalse();
            // Recording would have given back what that forward pass kept.
            long bytes = model.activationBytes();
            TokenBatch sampled = rollOut(model, 5);
            assertThat(model.activationBytes()).isEqualTo(bytes);
            assertThat(recalls(model, sampled)).isFalse();
        }
    }

    /** The widths of SmolLM2-135M: there is room for 6 pages of 128 rows, so up to 2304 are begun. */
    @Test
    void begin_ofAModelOf135Million_records64SamplesOf28Tokens() {
        ModelConfig config = ModelConfig.qwen2(49_152, 576, 30, 9, 3, 1536);
        try (RolloutActivations rollout = new RolloutActivations(config)) {
            assertThat(rollout.begin(64 * 28 + 8 * 40)).isTrue();
            assertThat(rollout.begin(2304)).isTrue();
            assertThat(rollout.begin(2305)).isFalse();
        }
    }

    /** Two pages fit, rows for a third do not: then nothing is kept, and no memory held. */
    @Test
    void take_beyondTheBudget_leavesNothing() {
        RolloutActivations one = new RolloutActivations(Models.TINY);
        one.writer().take(1);
        long page = one.bytes();
        one.close();
        try (RolloutActivations two = new RolloutActivations(Models.TINY)) {
            two.limit(2 * page);
            RolloutActivations.Writer writer = two.writer();
            for (int i = 0; i < 4; i++) {
                assertThat(writer.take(RolloutActivations.PAGE_ROWS / 2)).isPresent();
            }
            assertThat(writer.take(1)).isEmpty();
            assertThat(two.bytes()).isEqualTo(2 * page);
            two.finish(List.of(), List.of(), 1);
            assertThat(two.bytes()).isZero();
            Forest nothing = new Forest(List.of(), VOCAB, 64);
            assertThat(two.recall(nothing, 1)).isEmpty();
            assertThat(two.begin(1)).isTrue();
            assertThat(two.writer().take(1)).isPresent();
            two.finish(List.of(), List.of(), 1);
            assertThat(two.recall(nothing, 1)).isPresent();
        }
    }
}
