package dev.belay.model.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenScores;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** fp32 within 1e-4 of transformers, gradients within 1e-5 of PyTorch's autograd, greedy tokens equal. */
class FamilyParityTest {
    private static final float TOLERANCE = 1e-4f;

    /** As named in tools/parity/make_models.py, where it says what each is there for. */
    static final List<String> FIXTURES = List.of(
            "qwen2-tied",
            "qwen2-untied-sharded",
            "qwen2-bf16",
            "llama-tied-bf16",
            "llama3-scaled",
            "mistral",
            "qwen3-tied",
            "qwen3-untied-bf16",
            "olmo2",
            "olmo2-grouped-bf16",
            "llama-linear",
            "qwen2-yarn",
            "qwen3-yarn-set");

    static Stream<Arguments> fixturesOfEngines() {
        return Stream.of(Engine.values()).flatMap(engine -> FIXTURES.stream().map(name -> Arguments.of(engine, name)));
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void score_text_equalsTransformers(Engine engine, String name) {
        Fixture fixture = Fixture.of(name);
        PromptTree text = PromptTree.ofText(Fixture.ints(fixture.golden().get("text")));
        try (LanguageModel model = fixture.model(engine)) {
            TokenScores scores = model.score(new TokenBatch(List.of(text), LogitWarp.NONE), EnumSet.allOf(Stat.class));
            Map<Stat, String> keys = Map.of(
                    Stat.LOGPROB, "logprobs",
                    Stat.ENTROPY, "entropies",
                    Stat.RANK, "ranks",
                    Stat.CHOSEN_LOGIT, "logits",
                    Stat.LOGSUMEXP, "logsumexps",
                    Stat.MEAN_LOGIT, "meanlogits");
            keys.forEach((stat, key) -> assertThat(scores.get(stat)[0])
                    .as(key)
                    .containsExactly(
                            Fixture.floats(fixture.golden().get("scores").get(key)), within(TOLERANCE)));
        }
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void score_everyNextToken_equalsTransformersLogits(Engine engine, String name) {
        Fixture fixture = Fixture.of(name);
        float[] golden = Fixture.floats(fixture.golden().get("next_logits"));
        try (LanguageModel model = fixture.model(engine)) {
            assertThat(nextLogits(model, Fixture.ints(fixture.golden().get("text"))))
                    .containsExactly(golden, within(TOLERANCE));
        }
    }

    /** The logits after a text: each token of the vocabulary as a completion of its own. */
    static float[] nextLogits(LanguageModel model, int[] text) {
        List<int[]> everyToken = IntStream.range(0, model.spec().vocabSize())
                .mapToObj(id -> new int[] {id})
                .toList();
        TokenBatch batch = new TokenBatch(List.of(new PromptTree(text, everyToken)), LogitWarp.NONE);
        float[][] logits = model.score(batch, Set.of(Stat.CHOSEN_LOGIT)).get(Stat.CHOSEN_LOGIT);
        float[] flat = new float[logits.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = logits[i][0];
        }
        return flat;
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void backward_weightedGroups_equalsAutograd(Engine engine, String name) {
        Fixture fixture = Fixture.of(name);
        List<PromptTree> trees = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        List<float[]> logProbs = new ArrayList<>();
        List<float[]> entropies = new ArrayList<>();
        for (JsonNode group : fixture.golden().get("groups")) {
            List<int[]> completions = new ArrayList<>();
            for (JsonNode member : group.get("members")) {
                completions.add(Fixture.ints(member.get("tokens")));
                weights.add(Fixture.floats(member.get("weights")));
                logProbs.add(Fixture.floats(member.get("logprobs")));
                entropies.add(Fixture.floats(member.get("entropies")));
            }
            trees.add(new PromptTree(Fixture.ints(group.get("prompt")), completions));
        }
        double temperature = fixture.golden().get("group_temperature").doubleValue();
        try (LanguageModel model = fixture.model(engine)) {
            TokenScores seen = model.backward(
                    new TokenBatch(trees, LogitWarp.temperature(temperature)), Set.of(Stat.ENTROPY), (fresh, w) -> {
                        for (int s = 0; s < w.length; s++) {
                            System.arraycopy(weights.get(s), 0, w[s], 0, w[s].length);
                        }
                    });
            for (int s = 0; s < weights.size(); s++) {
                assertThat(seen.logProbs()[s]).containsExactly(logProbs.get(s), within(TOLERANCE));
                assertThat(seen.get(Stat.ENTROPY)[s]).containsExactly(entropies.get(s), within(TOLERANCE));
            }
            try (Arena arena = Arena.ofConfined()) {
                Gradients.requireEqual(fixture.folder(), fixture.config(), model.gradients(), arena);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void generate_greedy_givesTheSame64Tokens(Engine engine, String name) {
        Fixture fixture = Fixture.of(name);
        try (LanguageModel model = fixture.model(engine)) {
            fixture.requireGreedy(model);
        }
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void score_textAmongOthers_isThatOfTheTextAlone(Engine engine, String name) {
        Fixture fixture = Fixture.of(name);
        PromptTree text = PromptTree.ofText(Fixture.ints(fixture.golden().get("text")));
        List<PromptTree> others = new ArrayList<>();
        for (JsonNode row : fixture.golden().get("greedy")) {
            others.add(PromptTree.ofText(Fixture.ints(row.get("tokens"))));
        }
        others.add(1, text);
        try (LanguageModel model = fixture.model(engine)) {
            float[] alone = model.score(new TokenBatch(List.of(text), LogitWarp.NONE), Set.of())
                    .logProbs()[0];
            float[] among = model.score(new TokenBatch(others, LogitWarp.NONE), Set.of())
                    .logProbs()[1];
            assertThat(among).containsExactly(alone, within(engine.rounding()));
        }
    }
}
