package dev.belay.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.Dtype;
import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.checkpoint.Family;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.cpu.Models;
import dev.belay.model.parity.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Completions are those of {@link CpuModel}, token for token. */
class TorchGenerateTest {
    private static final int VOCAB = Models.TINY.vocabSize();

    static final List<LogitWarp> WARPS = List.of(
            LogitWarp.GREEDY,
            LogitWarp.NONE,
            new LogitWarp(0.7, 9, 1, 0),
            new LogitWarp(1.2, 0, 0.8, 0),
            new LogitWarp(0.7, 15, 0.9, 0.02));

    /** An equal pair of models whose logits differ. */
    private record Pair(CpuModel cpu, TorchModel torch) implements AutoCloseable {
        static Pair of(ModelConfig config) {
            CpuModel cpu = Models.spread(config, 5, 0.3f);
            TorchModel torch = (TorchModel) Engine.TORCH.random(config, RandomKey.of(1), Dtype.FP32);
            torch.setWeights(cpu.weights());
            return new Pair(cpu, torch);
        }

        @Override
        public void close() {
            cpu.close();
            torch.close();
        }
    }

    private static void assertSame(List<Generation> found, List<Generation> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            Generation f = found.get(i);
            Generation e = expected.get(i);
            assertThat(f.tokens()).isEqualTo(e.tokens());
            assertThat(f.logProbs()).usingComparatorWithPrecision(2e-5f).containsExactly(e.logProbs());
            assertThat(List.of(f.prompt(), f.sample(), f.finish()))
                    .isEqualTo(List.of(e.prompt(), e.sample(), e.finish()));
        }
    }

    @ParameterizedTest
    @FieldSource("WARPS")
    void generate_anyWarp_equalsCpuModelAndScore(LogitWarp warp) {
        try (Pair pair = Pair.of(Models.TINY)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 6, 1, 40, 13);
            SamplingPlan plan = new SamplingPlan(warp, 80, Set.of(2, 7));
            List<Generation> found = pair.torch.generate(prompts, 6, plan);
            assertSame(found, pair.cpu.generate(prompts, 6, plan));
            if (!warp.greedy()) {
                assertThat(found.stream().map(Generation::finish)).contains(Finish.STOP);
                List<PromptTree> trees = new ArrayList<>();
                for (int p = 0; p < prompts.size(); p++) {
                    List<Generation> group = found.subList(6 * p, 6 * p + 6);
                    trees.add(new PromptTree(
                            prompts.get(p).tokens(),
                            group.stream().map(Generation::tokens).toList()));
                }
                float[][] scored =
                        pair.torch.score(new TokenBatch(trees, warp), Set.of()).logProbs();
                for (int s = 0; s < scored.length; s++) {
                    assertThat(found.get(s).logProbs())
                            .usingComparatorWithPrecision(2e-5f)
                            .containsExactly(scored[s]);
                }
            }
        }
    }

    static final List<Family> FAMILIES = Family.ALL;

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void generate_anyFamily_equalsCpuModel(Family family) {
        try (Pair pair = Pair.of(Models.TINY.withFamily(family))) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 5, 70);
            SamplingPlan plan = new SamplingPlan(LogitWarp.temperature(0.8), 12, Set.of());
            assertSame(pair.torch.generate(prompts, 3, plan), pair.cpu.generate(prompts, 3, plan));
        }
    }

    /** Two waves, cut within a group. */
    @Test
    void generate_moreSamplesThanAWave_equalsCpuModel() {
        try (Pair pair = Pair.of(Models.TINY)) {
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 3, 5, 4);
            int each = TensorDecoder.WAVE_ROWS / 2 + 1;
            SamplingPlan plan = new SamplingPlan(LogitWarp.NONE, 4, Set.of(1));
            assertSame(pair.torch.generate(prompts, each, plan), pair.cpu.generate(prompts, each, plan));
        }
    }

    @Test
    void generate_listener_hearsEveryTokenInOrder() {
        try (Pair pair = Pair.of(Models.TINY)) {
            Map<String, List<Integer>> heard = new HashMap<>();
            List<Generation> told = pair.torch.generate(
                    Models.prompts(VOCAB, 6, 3),
                    4,
                    new SamplingPlan(LogitWarp.NONE, 9, Set.of(1, 2, 3)),
                    (p, g, token) -> heard.computeIfAbsent(p + "/" + g, _ -> new ArrayList<>())
                            .add(token));
            assertThat(heard).hasSize(8);
            for (Generation g : told) {
                assertThat(heard.get(g.prompt() + "/" + g.sample()))
                        .isEqualTo(Arrays.stream(g.tokens()).boxed().toList());
            }
        }
    }

    @Test
    void generate_contextEndsFirst_finishesByLength() {
        ModelConfig small = Models.TINY.withMaxPositions(20);
        try (LanguageModel torch = Engine.TORCH.random(small, RandomKey.of(1), Dtype.BF16)) {
            List<Generation> drawn =
                    torch.generate(Models.prompts(VOCAB, 17, 4), 1, new SamplingPlan(LogitWarp.NONE, 50, Set.of()));
            assertThat(drawn.get(0).tokens()).hasSize(3);
            assertThat(drawn.get(1).tokens()).hasSize(16);
            assertThat(drawn).allSatisfy(g -> assertThat(g.finish()).isEqualTo(Finish.LENGTH));
        }
    }

    @Test
    void generate_badInput_isRefused() {
        try (LanguageModel torch = Engine.TORCH.random(Models.TINY, RandomKey.of(1), Dtype.FP32)) {
            SamplingPlan plan = new SamplingPlan(LogitWarp.NONE, 4, Set.of());
            assertThat(torch.generate(List.of(), 3, plan)).isEmpty();
            assertThatThrownBy(() -> torch.generate(Models.prompts(VOCAB, 2048), 1, plan))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("2048");
            List<TokenPrompt> wrong = List.of(new TokenPrompt(RandomKey.of(1), new int[] {1, VOCAB}));
            assertThatThrownBy(() -> torch.generate(wrong, 1, plan))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("got " + VOCAB);
            assertThatThrownBy(() -> torch.generate(Models.prompts(VOCAB, 2), 0, plan))
                    .hasMessageContaining("samplesEach must be at least 1, got 0");
        }
    }

    @Test
    void generate_afterOneThatFailed_isAsBefore() {
        try (LanguageModel torch = Engine.TORCH.random(Models.TINY, RandomKey.of(1), Dtype.FP32)) {
            float[] good = torch.weights();
            float[] bad = new float[good.length];
            Arrays.fill(bad, Float.NaN);
            List<TokenPrompt> prompts = Models.prompts(VOCAB, 7, 3);
            SamplingPlan usual = new SamplingPlan(LogitWarp.NONE, 5, Set.of());
            List<Generation> expected = torch.generate(prompts, 4, usual);
            for (LogitWarp warp : List.of(LogitWarp.NONE, LogitWarp.GREEDY, new LogitWarp(1, 4, .9, 0.1))) {
                torch.setWeights(bad);
                assertThatThrownBy(() -> torch.generate(prompts, 4, new SamplingPlan(warp, 5, Set.of())))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("the logits hold NaN");
                torch.setWeights(good);
                assertSame(torch.generate(prompts, 4, usual), expected);
            }
        }
    }
}
