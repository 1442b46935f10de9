package dev.belay.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.tokenizer.HfTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transformers makes of the same file: equal ids and greedy tokens, log-probabilities within 1e-4. */
class GgufModelTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "parity", "gguf");
    private static final double TOLERANCE = 1e-4;

    private static Path file(String name) {
        return FOLDER.resolve(name + ".gguf");
    }

    private static JsonNode rows(String name) throws IOException {
        JsonNode rows = new ObjectMapper()
                .readTree(FOLDER.resolve(name + ".json").toFile())
                .get("rows");
        assertThat(rows).hasSizeGreaterThan(10);
        return rows;
    }

    private static int[] ints(JsonNode list) {
        return new ObjectMapper().convertValue(list, int[].class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-llama", "tiny-qwen2"})
    void load_file_speaksLikeTransformers(String name) throws IOException {
        requireGolden(name, file(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-llama", "tiny-qwen2"})
    void save_asFolder_speaksAlike(String name, @TempDir Path folder) throws IOException {
        try (CpuModel model = CpuModel.load(file(name), Dtype.FP32, Device.CPU)) {
            model.save(folder);
        }
        assertThat(folder).isDirectoryContaining("glob:**generation_config.json");
        assertThat(Files.readString(folder.resolve("tokenizer_config.json"), StandardCharsets.UTF_8))
                .contains("\"chat_template\"", "\"eos_token\": \"<|im_end|>\"");
        requireGolden(name, folder);
    }

    private static void requireGolden(String name, Path path) throws IOException {
        try (CpuModel model = CpuModel.load(path, Dtype.FP32, Device.CPU)) {
            assertThat(model.spec().stopIds()).containsExactly(2);
            for (JsonNode row : rows(name)) {
                int[] ids = ints(row.get("ids"));
                String text = row.get("text").textValue();
                assertThat(model.tokenizer().encode(text)).as(text).containsExactly(ids);
                if (row.has("logprobs")) {
                    requireSameNumbers(model, row, ids);
                }
            }
        }
    }

    private static void requireSameNumbers(CpuModel model, JsonNode row, int[] ids) {
        TokenBatch batch = new TokenBatch(List.of(PromptTree.ofText(ids)), LogitWarp.NONE);
        float[] expected = new ObjectMapper().convertValue(row.get("logprobs"), float[].class);
        assertThat(model.score(batch, Set.of(Stat.LOGPROB)).logProbs()[0])
                .containsExactly(expected, within((float) TOLERANCE));
        SamplingPlan greedy = new SamplingPlan(LogitWarp.GREEDY, 32, Set.of());
        assertThat(model.generate(List.of(new TokenPrompt(RandomKey.of(0), ids)), 1, greedy)
                        .getFirst()
                        .tokens())
                .as("smallest gap between the best two logits is %s", row.get("smallest_gap"))
                .containsExactly(ints(row.get("greedy")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2", "llama-bpe"})
    void tokenizer_ofOtherKinds_hasTheIdsOfPython(String kind) throws IOException {
        byte[] bytes = Files.readAllBytes(file("pre-" + kind));
        Supplier<byte[]> json = Objects.requireNonNull(
                ByteLevelBpe.of(GgufBytes.parse(bytes).metadata()).files().get("tokenizer.json"));
        HfTokenizer tokenizer = HfTokenizer.of(json.get(), kind);
        for (JsonNode row : rows("pre-" + kind)) {
            String text = row.get("text").textValue();
            assertThat(tokenizer.encode(text)).as(text).containsExactly(ints(row.get("ids")));
        }
    }

    @Test
    void config_isThatOfTheHuggingFaceFolder() {
        HfFolder folder = GgufModel.open(file("tiny-llama"));
        assertThat(folder.config().architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(folder.config().hiddenSize()).isEqualTo(64);
        assertThat(folder.config().keyValueHeads()).isEqualTo(2);
        assertThat(folder.config().ropeTheta()).isEqualTo(50_000);
        assertThat(folder.config().rmsNormEpsilon()).isEqualTo(1e-5);
        assertThat(folder.config().tiedEmbeddings()).isTrue();
        assertThat(folder.config().padTokenId()).isEqualTo(2);
    }

    @Test
    void open_whatIsNotRead_isNamed(@TempDir Path dir) throws IOException {
        refused(dir, new GgufBytes().key("general.architecture", GgufBytes.STRING, GgufBytes.text("gemma3")))
                .hasMessageContaining("general.architecture is \"gemma3\"; architectures that are read: [llama, qwen2");
        refused(dir, llama().key("tokenizer.ggml.model", GgufBytes.STRING, GgufBytes.text("llama")))
                .hasMessageContaining("tokenizer.ggml.model is \"llama\"; only \"gpt2\" (byte-level BPE) is read");
        refused(dir, bpe().key("tokenizer.ggml.pre", GgufBytes.STRING, GgufBytes.text("tekken")))
                .hasMessageContaining("tokenizer.ggml.pre is \"tekken\"; kinds of pre-tokenizer that are known: [dbrx");
        refused(dir, bpe()).hasMessageContaining("tokenizer.ggml.pre is \"default\"");
    }

    @Test
    void open_keyThatMayChangeTheArithmetic_isRefused(@TempDir Path dir) throws IOException {
        byte[] none = GgufBytes.u32(GgufBytes.STRING);
        byte[] empty = java.nio.ByteBuffer.allocate(12).put(none).array();
        GgufBytes file = bpe().key("tokenizer.ggml.pre", GgufBytes.STRING, GgufBytes.text("smollm"))
                .key("tokenizer.ggml.tokens", GgufBytes.ARRAY, empty)
                .key("llama.attention.sliding_window", GgufBytes.U32, GgufBytes.u32(4096));
        refused(dir, file).hasMessageContaining("are not known: llama.attention.sliding_window");
    }

    private static GgufBytes llama() {
        return new GgufBytes().key("general.architecture", GgufBytes.STRING, GgufBytes.text("llama"));
    }

    private static GgufBytes bpe() {
        return llama().key("tokenizer.ggml.model", GgufBytes.STRING, GgufBytes.text("gpt2"));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(Path dir, GgufBytes bytes)
            throws IOException {
        Path file = Files.write(dir.resolve("bad.gguf"), bytes.file(0));
        return assertThatThrownBy(() -> GgufModel.open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file.toString());
    }
}
