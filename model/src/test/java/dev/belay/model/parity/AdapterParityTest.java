package dev.belay.model.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.LoraPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.TokenBatch;
import dev.belay.model.checkpoint.SafetensorsReader;
import dev.belay.model.checkpoint.StoredTensor;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of LoRA adapters between PEFT and belay, both ways (tools/parity/make_adapters.py). */
class AdapterParityTest {
    static final List<String> FIXTURES = List.of("all-linear", "rank-stabilised", "one-layer", "patterns");

    private static final String SAVED = "adapters/saved-by-belay";
    private static final String BASE = "../../qwen3-tied";

    static Stream<Arguments> fixturesOfEngines() {
        return Stream.of(Engine.values()).flatMap(engine -> FIXTURES.stream().map(name -> Arguments.of(engine, name)));
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void score_peftFolder_equalsPeft(Engine engine, String name) {
        Fixture fixture = Fixture.of("adapters/" + name);
        int[] text = Fixture.ints(fixture.golden().get("text"));
        try (LanguageModel model = fixture.model(engine)) {
            TokenBatch batch = new TokenBatch(List.of(PromptTree.ofText(text)), LogitWarp.NONE);
            assertThat(model.score(batch, Set.of()).logProbs()[0])
                    .containsExactly(
                            Fixture.floats(fixture.golden().get("scores").get("logprobs")), within(1e-4f));
            assertThat(FamilyParityTest.nextLogits(model, text))
                    .containsExactly(Fixture.floats(fixture.golden().get("next_logits")), within(1e-4f));
        }
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void generate_peftFolder_givesTheSame64Tokens(Engine engine, String name) {
        Fixture fixture = Fixture.of("adapters/" + name);
        try (LanguageModel model = fixture.model(engine)) {
            fixture.requireGreedy(model);
        }
    }

    @ParameterizedTest
    @MethodSource("fixturesOfEngines")
    void backward_peftFolder_equalsAutograd(Engine engine, String name) {
        Fixture fixture = Fixture.of("adapters/" + name);
        List<PromptTree> trees = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        for (JsonNode group : fixture.golden().get("groups")) {
            List<int[]> completions = new ArrayList<>();
            for (JsonNode member : group.get("members")) {
                completions.add(Fixture.ints(member.get("tokens")));
                weights.add(Fixture.floats(member.get("weights")));
            }
            trees.add(new PromptTree(Fixture.ints(group.get("prompt")), completions));
        }
        LogitWarp warp =
                LogitWarp.temperature(fixture.golden().get("group_temperature").doubleValue());
        try (LanguageModel model = fixture.model(engine);
                Arena arena = Arena.ofConfined()) {
            model.backward(new TokenBatch(trees, warp), Set.of(), (fresh, w) -> {
                for (int s = 0; s < w.length; s++) {
                    System.arraycopy(weights.get(s), 0, w[s], 0, w[s].length);
                }
            });
            List<StoredTensor> golden = SafetensorsReader.map(fixture.folder().resolve("gradients.safetensors"), arena);
            float[] found = model.gradients();
            int offset = 0;
            for (StoredTensor expected : inOurOrder(golden)) {
                float[] ours = Arrays.copyOfRange(found, offset, offset + (int) expected.elements());
                assertThat(Gradients.relativeError(ours, expected.toFloats()))
                        .as(expected.name())
                        .isLessThan(1e-5);
                offset += ours.length;
            }
            assertThat(offset).isEqualTo(found.length);
        }
    }

    /** Layer by layer, projections in the order of the checkpoint, A in front of B. */
    private static List<StoredTensor> inOurOrder(List<StoredTensor> tensors) {
        List<String> modules = List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
        return tensors.stream()
                .sorted(Comparator.comparingInt((StoredTensor t) -> Integer.parseInt(part(t, 4)))
                        .thenComparingInt(t -> modules.indexOf(part(t, 6)))
                        .thenComparing(StoredTensor::name))
                .toList();
    }

    /** A part of base_model.model.model.layers.L.BLOCK.PROJECTION.lora_A.weight. */
    private static String part(StoredTensor t, int index) {
        return List.of(t.name().split("\\.", -1)).get(index);
    }

    @Test
    void load_savedByBelay_hasTheLogitsOfPeft() {
        SavedByBelayTest.requireLogits(Fixture.of(SAVED));
    }

    @Test
    void save_loadedAdapters_givesTheSameBytes(@TempDir Path dir) throws IOException {
        Path folder = Fixture.folder(SAVED);
        try (CpuModel model = Fixture.of(SAVED).model()) {
            model.save(dir);
        }
        for (String file : List.of("adapter_model.safetensors", "tokenizer.json")) {
            assertThat(dir.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
        }
        String base = folder.resolve(BASE).toAbsolutePath().normalize().toString();
        assertThat(Files.readString(dir.resolve("adapter_config.json")).replace(base, BASE))
                .isEqualTo(Files.readString(folder.resolve("adapter_config.json")));
        assertThat(dir.resolve("config.json")).doesNotExist();
    }

    @Test
    void convert_adapters_writesTheMergedModel(@TempDir Path dir) {
        Fixture saved = Fixture.of(SAVED);
        CpuModel.open(saved.folder()).convert(dir, TensorType.F32);
        SavedByBelayTest.requireLogits(new Fixture(dir, saved.golden()));
    }

    /** PEFT and TRL save the tokenizer that the adapters were trained with beside them. */
    @Test
    void open_tokenizerFilesBesideTheAdapters_takeThePlaceOfTheModels(@TempDir Path dir) throws IOException {
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(Fixture.folder(SAVED).resolve(file), dir.resolve(file));
        }
        Path config = dir.resolve("adapter_config.json");
        String base = Fixture.folder("qwen3-tied").toAbsolutePath().toString();
        Files.writeString(config, Files.readString(config).replace(BASE, base));
        assertThat(CpuModel.open(dir).tokenizer().chatFormat()).isEmpty();
        Files.writeString(dir.resolve("chat_template.jinja"), "{{ messages[0].content }}");
        assertThat(CpuModel.open(dir).tokenizer().chatFormat()).isPresent();
    }

    /** Writes the fixture anew; then make_adapters.py ROOT FOLDER. */
    @Test
    @Tag("slow")
    @Tag("fixtures")
    void save_writesTheFolderThatPeftIsShown() throws IOException {
        Path folder = Fixture.folder(SAVED);
        Fixture base = Fixture.of("qwen3-tied");
        try (CpuModel model = base.model()) {
            model.adapt(new LoraPlan(2, 8, false, Set.of("q_proj", "o_proj", "up_proj", "down_proj")), RandomKey.of(4));
            int[] text = Fixture.ints(base.golden().get("text"));
            for (int step = 0; step < 5; step++) {
                TokenBatch batch = new TokenBatch(List.of(PromptTree.ofText(text)), LogitWarp.NONE);
                model.backward(batch, Set.of(), (fresh, w) -> Arrays.fill(w[0], -1f / w[0].length));
                model.update(OptimizerPlan.adamW(0.02));
            }
            model.save(folder);
        }
        Path config = folder.resolve("adapter_config.json");
        String absolute = base.folder().toAbsolutePath().normalize().toString();
        Files.writeString(config, Files.readString(config).replace(absolute, BASE));
        assertThat(folder.resolve("adapter_model.safetensors")).exists();
    }
}
