package dev.belay.model.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The folders {@code saved-by-belay} (a new model) and {@code saved/…} (a fixture of each family, some in shards) were written
 * by belay after training steps and then shown to transformers, which added golden.json. Saving it again must give the same bytes, so what holds for the committed folder holds for what belay
 * writes today.
 */
class SavedByBelayTest {
    private static final String NAME = "saved-by-belay";
    private static final List<String> FILES =
            List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");

    static final List<String> FAMILIES =
            List.of("llama-tied-bf16", "llama3-scaled", "mistral", "qwen3-untied-bf16", "olmo2-grouped-bf16");

    /** The size of a shard of {@code saved/…}; 0 for one file. */
    private static long shardBytes(String fixture) {
        return fixture.startsWith("qwen3") || fixture.startsWith("mistral") ? 20_000 : 0;
    }

    @Test
    void load_savedNewModel_hasTheLogitsOfTransformers() {
        Fixture saved = Fixture.of(NAME);
        try (CpuModel model = saved.model()) {
            assertThat(model.tokenizer().encode(saved.golden().get("text").textValue()))
                    .containsExactly(Fixture.ints(saved.golden().get("ids")));
        }
        requireLogits(saved);
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void load_savedFamily_hasTheLogitsOfTransformers(String fixture) {
        requireLogits(Fixture.of("saved/" + fixture));
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void save_loadedFamily_givesTheSameBytes(String fixture, @TempDir Path dir) throws IOException {
        Fixture saved = Fixture.of("saved/" + fixture);
        try (CpuModel model = saved.model()) {
            model.save(dir);
        }
        try (var files = Files.list(saved.folder())) {
            for (Path file : files.filter(f -> !f.endsWith("golden.json")).toList()) {
                assertThat(dir.resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
        assertThat(Files.exists(dir.resolve("model.safetensors.index.json"))).isEqualTo(shardBytes(fixture) > 0);
    }

    static void requireLogits(Fixture saved) {
        int[] ids = Fixture.ints(saved.golden().get("ids"));
        try (CpuModel model = saved.model()) {
            assertThat(model.config().parameterCount())
                    .isEqualTo(saved.golden().get("parameters").longValue());
            assertThat(FamilyParityTest.nextLogits(model, ids))
                    .containsExactly(Fixture.floats(saved.golden().get("next_logits")), within(1e-4f));
            TokenBatch batch = new TokenBatch(List.of(PromptTree.ofText(ids)), LogitWarp.NONE);
            assertThat(model.score(batch, Set.of(Stat.LOGPROB)).logProbs()[0])
                    .containsExactly(Fixture.floats(saved.golden().get("logprobs")), within(1e-4f));
        }
    }

    @Test
    void save_loadedFolder_givesTheSameBytes(@TempDir Path dir) throws IOException {
        try (CpuModel model = Fixture.of(NAME).model()) {
            model.save(dir);
        }
        try (var files = Files.list(dir)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrderElementsOf(FILES);
        }
        for (String file : FILES) {
            assertThat(dir.resolve(file))
                    .hasSameBinaryContentAs(Fixture.folder(NAME).resolve(file));
        }
    }

    @Test
    void create_sameModel_givesTheSameSmallFiles(@TempDir Path dir) {
        HfFolder folder = folder();
        folder.save(dir, List.of(), null);
        for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
            assertThat(dir.resolve(file))
                    .hasSameBinaryContentAs(Fixture.folder(NAME).resolve(file));
        }
    }

    private static HfFolder folder() {
        CharacterVocabulary vocabulary = CharacterVocabulary.of("0123456789+-*=() \nabcdefgh");
        ModelConfig config =
                ModelConfig.qwen2(vocabulary.size(), 32, 2, 4, 2, 48).withEosTokenIds(Set.of(vocabulary.eosId()));
        return HfFolder.create(config, TensorType.BF16, vocabulary.files());
    }

    /** Writes the fixture anew: {@code mvn test -pl model -am -Dgroups=fixtures -DexcludedGroups=}, then check_saved.py. */
    @Test
    @Tag("slow")
    @Tag("fixtures")
    void save_writesTheFolderThatTransformersIsShown() {
        try (CpuModel model = CpuModel.random(folder(), RandomKey.of(17))) {
            float[] weights = model.weights();
            RandomKey key = RandomKey.of(18);
            for (int i = 0; i < weights.length; i++) {
                weights[i] += (float) (0.6 * key.uniform(i) - 0.3);
            }
            model.setWeights(weights);
            train(model, model.tokenizer().encode("3*(4+5)=27<eos>"));
            model.save(Fixture.folder(NAME));
            assertThat(Fixture.folder(NAME).resolve("model.safetensors")).exists();
        }
    }

    /** As above, for {@code saved/…}. */
    @ParameterizedTest
    @FieldSource("FAMILIES")
    @Tag("slow")
    @Tag("fixtures")
    void save_writesTheFamilyThatTransformersIsShown(String name) {
        Fixture fixture = Fixture.of(name);
        try (CpuModel model = fixture.model()) {
            float[] before = model.weights();
            train(model, Fixture.ints(fixture.golden().get("text")));
            assertThat(model.weights()).isNotEqualTo(before);
            model.save(Fixture.folder("saved/" + name), shardBytes(name));
        }
    }

    private static void train(CpuModel model, int[] text) {
        for (int step = 0; step < 3; step++) {
            TokenBatch batch = new TokenBatch(List.of(PromptTree.ofText(text)), LogitWarp.NONE);
            model.backward(batch, Set.of(), (fresh, w) -> Arrays.fill(w[0], -1f / w[0].length));
            model.update(OptimizerPlan.adamW(0.01));
        }
    }
}
