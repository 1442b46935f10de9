package dev.belay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.TokenScores;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableModelTest {
    private static final CharTokenizer CHARS = new CharTokenizer("abc");
    private static final LogitWarp WARP = new LogitWarp(0.8, 4, 0.95, 0.01);
    private static final TokenBatch BATCH = new TokenBatch(
            List.of(
                    new PromptTree(new int[] {2, 3}, List.of(new int[] {4, 2, 1}, new int[] {}, new int[] {3})),
                    new PromptTree(new int[] {4}, List.of(new int[] {2, 2, 3, 4}))),
            LogitWarp.temperature(0.7));
    private static final float[][] WEIGHTS = {{0.5f, -1, 2}, {}, {-0.25f}, {1, 1, -3, 0}};

    private static TableModel model() {
        return TableModel.hashed(CHARS, Set.of(CharTokenizer.EOS), 2, 16).randomized(RandomKey.of(3), 1.5);
    }

    private static void fill(float[][] from, float[][] to) {
        for (int s = 0; s < from.length; s++) {
            System.arraycopy(from[s], 0, to[s], 0, from[s].length);
        }
    }

    @Test
    void backward_fixedWeights_isTheDerivativeOfTheWeightedLogProbs() {
        TableModel model = model();
        model.backward(BATCH, Set.of(), (fresh, w) -> fill(WEIGHTS, w));
        float[][] claimed = {model.gradients()};
        float[][] at = {model.weights()};
        GradCheck.Report report = GradCheck.compare(
                x -> {
                    model.setWeights(x[0]);
                    float[][] logProbs =
                            model.score(BATCH, Set.of(Stat.LOGPROB)).logProbs();
                    double sum = 0;
                    for (int s = 0; s < WEIGHTS.length; s++) {
                        for (int t = 0; t < WEIGHTS[s].length; t++) {
                            sum += (double) WEIGHTS[s][t] * logProbs[s][t];
                        }
                    }
                    return sum;
                },
                at,
                claimed);
        report.requireWithin(1e-3);
        assertThat(maxAbs(claimed[0])).as("a gradient is there").isGreaterThan(0.5);
    }

    private static double maxAbs(float[] x) {
        double max = 0;
        for (float v : x) {
            max = Math.max(max, Math.abs(v));
        }
        return max;
    }

    @Test
    void backward_oneBatchOrMany_givesTheSameGradient() {
        TableModel whole = model();
        whole.backward(BATCH, Set.of(), (fresh, w) -> fill(WEIGHTS, w));
        TableModel parts = model();
        int s = 0;
        for (PromptTree tree : BATCH.trees()) {
            for (int[] completion : tree.completions()) {
                float[] weights = WEIGHTS[s++];
                TokenBatch one =
                        new TokenBatch(List.of(new PromptTree(tree.prompt(), List.of(completion))), BATCH.warp());
                parts.backward(one, Set.of(), (fresh, w) -> w[0] = weights.clone());
            }
        }
        float[] a = whole.gradients();
        float[] b = parts.gradients();
        for (int i = 0; i < a.length; i++) {
            assertThat(b[i]).isCloseTo(a[i], within(1e-6f));
        }
        assertThat(maxAbs(a)).isGreaterThan(0.5);
    }

    @Test
    void generate_sampledTokens_haveTheLogProbsThatScoreGives() {
        TableModel model = model();
        SamplingPlan plan = new SamplingPlan(WARP, 12, Set.of(CharTokenizer.EOS));
        TokenPrompt prompt = new TokenPrompt(RandomKey.of(1), new int[] {2, 4});
        List<Generation> sampled = model.generate(List.of(prompt), 20, plan);
        PromptTree tree = new PromptTree(
                prompt.tokens(), sampled.stream().map(Generation::tokens).toList());
        TokenScores scores = model.score(new TokenBatch(List.of(tree), WARP), EnumSet.allOf(Stat.class));
        for (int g = 0; g < 20; g++) {
            assertThat(scores.logProbs()[g]).containsExactly(sampled.get(g).logProbs());
        }
    }

    @Test
    void generate_otherPromptsInTheBatch_changeNothing() {
        TableModel model = model();
        SamplingPlan plan = new SamplingPlan(LogitWarp.NONE, 8, Set.of(CharTokenizer.EOS));
        TokenPrompt a = new TokenPrompt(RandomKey.of(1), new int[] {2});
        TokenPrompt b = new TokenPrompt(RandomKey.of(2), new int[] {3, 4, 2});
        List<Generation> together = model.generate(List.of(b, a), 3, plan);
        List<Generation> alone = model.generate(List.of(a), 3, plan);
        for (int g = 0; g < 3; g++) {
            assertThat(together.get(3 + g).tokens())
                    .containsExactly(alone.get(g).tokens());
        }
        assertThat(alone.get(0).tokens()).isNotEqualTo(alone.get(1).tokens());
    }

    @Test
    void generate_stopIdOrBudget_isTheFinishReason() {
        TableModel model = model();
        SamplingPlan plan = new SamplingPlan(LogitWarp.NONE, 6, Set.of(CharTokenizer.EOS));
        List<Generation> all = model.generate(List.of(new TokenPrompt(RandomKey.of(1), new int[] {2})), 200, plan);
        assertThat(all).anyMatch(g -> g.finish() == Finish.STOP).anyMatch(g -> g.finish() == Finish.LENGTH);
        for (Generation g : all) {
            int stops = (int) java.util.Arrays.stream(g.tokens())
                    .filter(id -> id == CharTokenizer.EOS)
                    .count();
            int last = g.tokens()[g.tokens().length - 1];
            assertThat(g.finish() == Finish.STOP).isEqualTo(stops == 1 && last == CharTokenizer.EOS);
            assertThat(stops).isLessThanOrEqualTo(1);
            assertThat(g.tokens().length == 6 || g.finish() == Finish.STOP).isTrue();
        }
    }

    @Test
    void generate_greedy_takesTheLargestLogitWithoutRandomness() {
        TableModel model = model();
        SamplingPlan plan = new SamplingPlan(LogitWarp.GREEDY, 5, Set.of());
        Generation one = model.generate(List.of(new TokenPrompt(RandomKey.of(1), new int[] {2})), 1, plan)
                .getFirst();
        Generation two = model.generate(List.of(new TokenPrompt(RandomKey.of(9), new int[] {2})), 1, plan)
                .getFirst();
        assertThat(one.tokens()).containsExactly(two.tokens());
        assertThat(one.logProbs()).containsOnly(0f);
        TokenBatch batch =
                new TokenBatch(List.of(new PromptTree(new int[] {2}, List.of(one.tokens()))), LogitWarp.NONE);
        assertThat(model.score(batch, Set.of(Stat.RANK)).get(Stat.RANK)[0]).containsOnly(0f);
    }

    @Test
    void update_firstStep_movesByTheLearningRateAgainstTheGradient() {
        // AdamW's first step is lr * g / (|g| + eps): the learning rate, with the gradient's sign.
        TableModel model = model();
        float[] before = model.weights();
        model.backward(BATCH, Set.of(), (fresh, w) -> fill(WEIGHTS, w));
        float[] gradient = model.gradients();
        assertThat(model.update(OptimizerPlan.adamW(0.01)).steps()).isEqualTo(1);
        float[] after = model.weights();
        for (int i = 0; i < before.length; i++) {
            double expected = Math.abs(gradient[i]) > 1e-4 ? -0.01 * Math.signum(gradient[i]) : 0;
            assertThat((double) after[i] - before[i]).isCloseTo(expected, within(1e-5));
        }
        assertThat(model.gradients()).containsOnly(0f);
    }

    @Test
    void update_afterReloading_continuesBitForBit(@TempDir Path dir) {
        TableModel one = model();
        train(one, 3);
        one.save(dir);
        one.saveTrainingState(dir.resolve("training-state.bin"));
        train(one, 3);
        TableModel two = TableModel.load(dir, CHARS);
        two.loadTrainingState(dir.resolve("training-state.bin"));
        train(two, 3);
        assertThat(two.weights()).containsExactly(one.weights());
        assertThat(two.spec()).isEqualTo(one.spec());
    }

    private static void train(TableModel model, int steps) {
        for (int i = 0; i < steps; i++) {
            model.backward(BATCH, Set.of(), (fresh, w) -> fill(WEIGHTS, w));
            model.update(new OptimizerPlan(0.05, 0.9, 0.99, 1e-8, 0.01, 1));
        }
    }

    @Test
    void frozenCopy_afterTraining_keepsTheOldWeightsAndRefusesToTrain() {
        TableModel model = model();
        float[] before = model.weights();
        LanguageModel copy = model.frozenCopy();
        train(model, 1);
        assertThat(copy.weights()).containsExactly(before).isNotEqualTo(model.weights());
        assertThatThrownBy(() -> copy.backward(BATCH, Set.of(), (fresh, w) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("frozen");
    }

    @Test
    void generate_idOutsideTheVocabulary_isRefused() {
        TokenPrompt bad = new TokenPrompt(RandomKey.of(1), new int[] {5});
        assertThatThrownBy(() -> model().generate(List.of(bad), 1, new SamplingPlan(WARP, 1, Set.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("token ids must be in [0, 5), got 5");
    }

    @Test
    void bigram_newTable_isUniform() {
        TableModel model = TableModel.bigram(CHARS, Set.of());
        float[][] logProbs = model.score(BATCH, Set.of(Stat.LOGPROB)).logProbs();
        assertThat(logProbs[0]).containsOnly((float) -Math.log(5));
    }
}
