package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class GenerateTest {
    private static final int VOCAB = Models.TINY.vocabSize();

    private static SamplingPlan plan(LogitWarp warp, int tokens) {
        return new SamplingPlan(warp, tokens, Set.of());
    }

    static double largestDifferenceToScore(CpuModel model, LogitWarp warp, int newTokens, int... promptLengths) {
        List<TokenPrompt> prompts = Models.prompts(model.spec().vocabSize(), promptLengths);
        List<Generation> drawn = model.generate(prompts, 3, plan(warp, newTokens));
        List<PromptTree> trees = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<Generation> group = drawn.subList(3 * p, 3 * p + 3);
            trees.add(new PromptTree(
                    prompts.get(p).tokens(),
                    group.stream().map(Generation::tokens).toList()));
        }
        float[][] scored = model.score(new TokenBatch(trees, warp), Set.of()).logProbs();
        double largest = 0;
        for (int s = 0; s < drawn.size(); s++) {
            assertThat(drawn.get(s).tokens()).hasSize(newTokens);
            for (int t = 0; t < newTokens; t++) {
                largest = Math.max(largest, Math.abs(scored[s][t] - drawn.get(s).logProbs()[t]));
            }
        }
        return largest;
    }

    @Test
    void generate_anyWarp_logProbsAreThoseOfScore() {
        try (CpuModel model = Models.tiny(5)) {
            for (LogitWarp warp : List.of(
                    LogitWarp.NONE,
                    new LogitWarp(0.7, 9, 1, 0),
                    new LogitWarp(1.2, 0, 0.8, 0),
                    new LogitWarp(0.7, 15, 0.9, 0.02))) {
                assertThat(largestDifferenceToScore(model, warp, 12, 6, 1, 13)).isLessThan(1e-5);
            }
        }
    }

    @Test
    void generate_completionLongerThanACacheBlock_logProbsAreThoseOfScore() {
        try (CpuModel model = Models.tiny(6)) {
            assertThat(largestDifferenceToScore(model, LogitWarp.NONE, 150, 70, 64, 65, 2))
                    .isLessThan(2e-5);
        }
    }

    @Test
    void generate_weightsBeyondTheCache_logProbsAreThoseOfScore() {
        ModelConfig config = ModelConfig.qwen2(9000, 512, 1, 8, 2, 520);
        try (CpuModel model = CpuModel.random(config, Models.NO_TOKENIZER, RandomKey.of(8))) {
            assertThat(config.parameterCount() * Float.BYTES).isGreaterThan(16L << 20);
            assertThat(largestDifferenceToScore(model, LogitWarp.NONE, 5, 6, 1)).isLessThan(2e-5);
        }
    }

    @Test
    void generate_morePromptsThanRowsAndPasses_areThoseOfEachAlone() {
        ModelConfig config = ModelConfig.qwen2(9000, 512, 1, 8, 2, 520);
        int[] lengths = new int[70];
        java.util.Arrays.fill(lengths, Prefill.PASS_TOKENS / 30);
        lengths[7] = 1;
        List<TokenPrompt> prompts = Models.prompts(9000, lengths);
        try (CpuModel model = CpuModel.random(config, Models.NO_TOKENIZER, RandomKey.of(8))) {
            List<Generation> together = model.generate(prompts, 1, plan(LogitWarp.NONE, 3));
            for (int p : new int[] {0, 7, 31, 64, 69}) {
                assertSame(
                        model.generate(List.of(prompts.get(p)), 1, plan(LogitWarp.NONE, 3))
                                .getFirst(),
                        together.get(p));
            }
        }
    }

    /** Lanes of one thread each, and the one lane of a model beyond the cache. */
    @Test
    void generate_listener_hearsEveryTokenInOrderAndChangesNothing() {
        ModelConfig beyondTheCache = ModelConfig.qwen2(9000, 512, 1, 8, 2, 520);
        try (CpuModel small = Models.tiny(9);
                CpuModel large = CpuModel.random(beyondTheCache, Models.NO_TOKENIZER, RandomKey.of(8))) {
            for (CpuModel model : List.of(small, large)) {
                List<TokenPrompt> prompts = Models.prompts(VOCAB, 6, 40, 3);
                SamplingPlan plan = new SamplingPlan(LogitWarp.temperature(0.5), 9, Set.of(1, 2, 3, 4, 5));
                Map<String, List<Integer>> heard = new ConcurrentHashMap<>();
                List<Generation> told = model.generate(
                        prompts,
                        5,
                        plan,
                        (p, g, token) -> heard.computeIfAbsent(p + "/" + g, _ -> new ArrayList<>())
                                .add(token));
                List<Generation> alone = model.generate(prompts, 5, plan);
                assertThat(heard).hasSize(15);
                for (int i = 0; i < alone.size(); i++) {
                    assertSame(told.get(i), alone.get(i));
                    assertThat(told.get(i).logProbs()).isEqualTo(alone.get(i).logProbs());
                    assertThat(heard.get(
                                    told.get(i).prompt() + "/" + told.get(i).sample()))
                            .isEqualTo(
                                    Arrays.stream(told.get(i).tokens()).boxed().toList());
                }
            }
        }
    }

    @Test
    void generate_samplesThatPartLate_areThoseDrawnAlone() {
        LogitWarp warp = LogitWarp.temperature(0.25);
        try (CpuModel model = Models.tiny(9)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 6, 40);
            List<Generation> together = model.generate(prompts, 40, plan(warp, 12));
            assertThat(together.stream().map(g -> g.tokens()[0]).distinct().count())
                    .isBetween(2L, 39L);
            List<Generation> fewer = model.generate(prompts, 7, plan(warp, 12));
            for (int g = 0; g < 7; g++) {
                assertSame(fewer.get(g), together.get(g));
                assertSame(fewer.get(7 + g), together.get(40 + g));
            }
        }
    }

    @Test
    void generate_otherBatch_sameCompletions() {
        try (CpuModel model = Models.tiny(7)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 6, 1, 13, 4, 9);
            List<Generation> together = model.generate(prompts, 4, plan(LogitWarp.NONE, 20));
            List<Generation> reversed = model.generate(prompts.reversed(), 4, plan(LogitWarp.NONE, 20));
            for (int p = 0; p < prompts.size(); p++) {
                List<Generation> alone = model.generate(List.of(prompts.get(p)), 2, plan(LogitWarp.NONE, 20));
                for (int g = 0; g < 2; g++) {
                    Generation expected = together.get(4 * p + g);
                    assertSame(alone.get(g), expected);
                    assertSame(reversed.get(4 * (prompts.size() - 1 - p) + g), expected);
                }
            }
        }
    }

    private static void assertSame(Generation actual, Generation expected) {
        assertThat(actual.tokens()).isEqualTo(expected.tokens());
        assertThat(actual.logProbs()).usingComparatorWithPrecision(1e-5f).containsExactly(expected.logProbs());
    }

    @Test
    void generate_twice_bitEqual() {
        try (CpuModel model = Models.tiny(8)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 6, 1, 13);
            List<Generation> first = model.generate(prompts, 5, plan(LogitWarp.NONE, 20));
            List<Generation> second = model.generate(prompts, 5, plan(LogitWarp.NONE, 20));
            for (int s = 0; s < first.size(); s++) {
                assertThat(second.get(s).tokens()).isEqualTo(first.get(s).tokens());
                assertThat(second.get(s).logProbs()).isEqualTo(first.get(s).logProbs());
            }
        }
    }

    @Test
    void generate_greedy_followsTheNaiveArgmax() {
        try (CpuModel model = Models.tiny(9)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 6, 2);
            NaiveTransformer naive = new NaiveTransformer(Models.TINY, model.weights());
            for (Generation g : model.generate(prompts, 1, plan(LogitWarp.GREEDY, 8))) {
                int[] tokens = prompts.get(g.prompt()).tokens();
                for (int token : g.tokens()) {
                    double[] logits = naive.logits(tokens)[tokens.length - 1];
                    for (double l : logits) {
                        assertThat(l).isLessThanOrEqualTo(logits[token]);
                    }
                    tokens = java.util.Arrays.copyOf(tokens, tokens.length + 1);
                    tokens[tokens.length - 1] = token;
                }
                assertThat(g.logProbs()).containsOnly(0);
            }
        }
    }

    @Test
    void generate_severalStopIds_endsAtTheFirstOfAny() {
        try (CpuModel model = Models.tiny(10)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 6, 3);
            Set<Integer> stops = Set.of(2, 7, 11);
            List<Generation> free = model.generate(prompts, 40, plan(LogitWarp.NONE, 12));
            List<Generation> stopped = model.generate(prompts, 40, new SamplingPlan(LogitWarp.NONE, 12, stops));
            Set<Finish> seen = new java.util.HashSet<>();
            for (int s = 0; s < free.size(); s++) {
                int[] all = free.get(s).tokens();
                int end = 0;
                while (end < all.length && !stops.contains(all[end])) {
                    end++;
                }
                boolean stop = end < all.length;
                assertThat(stopped.get(s).tokens())
                        .isEqualTo(java.util.Arrays.copyOf(all, stop ? end + 1 : all.length));
                assertThat(stopped.get(s).finish()).isEqualTo(stop ? Finish.STOP : Finish.LENGTH);
                seen.add(stopped.get(s).finish());
            }
            assertThat(seen).containsExactlyInAnyOrder(Finish.STOP, Finish.LENGTH);
        }
    }

    @Test
    void generate_oneToken_frequenciesFitTheDistribution() {
        int draws = 4000;
        try (CpuModel model = Models.tiny(11)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 5);
            double[] counts = new double[VOCAB];
            for (Generation g : model.generate(prompts, draws, plan(LogitWarp.NONE, 1))) {
                counts[g.tokens()[0]]++;
            }
            double[] logits = new NaiveTransformer(Models.TINY, model.weights())
                    .logits(prompts.getFirst().tokens())[4];
            double sum = 0;
            for (double l : logits) {
                sum += Math.exp(l);
            }
            double chiSquare = 0;
            for (int v = 0; v < VOCAB; v++) {
                double expected = draws * Math.exp(logits[v]) / sum;
                chiSquare += (counts[v] - expected) * (counts[v] - expected) / expected;
            }
            // 22 degrees of freedom: mean 22, 99.9 % below 48.3; the draws are fixed by their keys.
            assertThat(chiSquare).isBetween(5.0, 48.3);
        }
    }

    @Test
    void generate_promptFillsTheContext_isRefused() {
        ModelConfig c = Models.TINY;
        try (CpuModel model = Models.tiny(12)) {
            List<TokenPrompt> full = Models.prompts(VOCAB, c.maxPositions());
            assertThatThrownBy(() -> model.generate(full, 1, plan(LogitWarp.NONE, 4)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("2048");
            List<TokenPrompt> wrong = List.of(new TokenPrompt(RandomKey.of(1), new int[] {1, VOCAB}));
            assertThatThrownBy(() -> model.generate(wrong, 1, plan(LogitWarp.NONE, 4)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("got " + VOCAB);
        }
    }

    @Test
    void generate_contextEndsFirst_finishesByLength() {
        try (CpuModel model = Models.tiny(13)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, Models.TINY.maxPositions() - 3);
            Generation g = model.generate(prompts, 1, plan(LogitWarp.NONE, 50)).getFirst();
            assertThat(g.tokens()).hasSize(3);
            assertThat(g.finish()).isEqualTo(Finish.LENGTH);
        }
    }

    @Test
    void sample_uniformOnTheGrid_picksByCumulativeMass() {
        // p = (.5, .25, .25): below .5 token 0, below .75 token 1, else token 2.
        Distribution d = new Distribution(3, LogitWarp.NONE);
        System.arraycopy(new float[] {(float) Math.log(2), 0, 0}, 0, d.logits(), 0, 3);
        d.prepare();
        assertThat(d.sample(0)).isEqualTo(0);
        assertThat(d.sample(0.499)).isEqualTo(0);
        assertThat(d.sample(0.501)).isEqualTo(1);
        assertThat(d.sample(0.749)).isEqualTo(1);
        assertThat(d.sample(0.751)).isEqualTo(2);
        assertThat(d.sample(1 - 0x1p-53)).isEqualTo(2);
        assertThat((double) d.entropy()).isCloseTo(1.5 * Math.log(2), within(1e-6));
    }

    @Test
    void generate_afterOneThatFailed_isAsBeforeAndNothingIsLost() {
        ModelConfig large = ModelConfig.qwen2(9000, 512, 1, 8, 2, 520);
        for (ModelConfig config : List.of(Models.TINY, large)) {
            List<TokenPrompt> prompts = Models.prompts(config.vocabSize(), 70, 3, 1, 9);
            try (CpuModel model = Models.spread(config, 3, 0.1f)) {
                float[] good = model.weights();
                float[] bad = new float[good.length];
                java.util.Arrays.fill(bad, Float.NaN);
                List<Generation> expected = model.generate(prompts, 20, plan(LogitWarp.NONE, 5));
                for (LogitWarp warp : List.of(LogitWarp.NONE, LogitWarp.GREEDY, new LogitWarp(1, 0, .9, 0))) {
                    model.setWeights(bad);
                    assertThatThrownBy(() -> model.generate(prompts, 20, plan(warp, 5)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("the logits hold NaN");
                    assertThat(model.blocksInUse()).isZero();
                    model.setWeights(good);
                    List<Generation> again = model.generate(prompts, 20, plan(LogitWarp.NONE, 5));
                    for (int i = 0; i < expected.size(); i++) {
                        assertSame(expected.get(i), again.get(i));
                    }
                    assertThat(model.blocksInUse()).isZero();
                }
            }
        }
    }
}
