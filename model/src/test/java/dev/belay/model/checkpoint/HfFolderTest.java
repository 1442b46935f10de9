package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HfFolderTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void save_andOpen_givesTheSameModel(TensorType type) {
        HfFolder folder = HfFolder.open(Checkpoints.folder(dir, type));
        assertThat(folder.config()).isEqualTo(Checkpoints.TINY);
        assertThat(folder.tokenizer().encode("ba")).containsExactly(3, 2);
        // Half a unit in the last place at 0.5: 2^-9 for the 8 bits of bf16, 2^-12 for the 11 of fp16.
        float tolerance = type == TensorType.F32 ? 0 : type == TensorType.F16 ? 0x1p-12f : 0x1p-9f;
        try (Weights weights = folder.weights()) {
            for (StoredTensor expected : Checkpoints.random(Checkpoints.TINY)) {
                StoredTensor read = weights.all().stream()
                        .filter(t -> t.name().equals(expected.name()))
                        .findFirst()
                        .orElseThrow();
                assertThat(read.type()).isEqualTo(type);
                assertThat(read.shape()).isEqualTo(expected.shape());
                assertThat(read.toFloats()).containsExactly(expected.toFloats(), within(tolerance));
            }
        }
    }

    @Test
    void save_shards_loadAsOneFileDoesAndLeaveNothingOfTheOtherFormBehind() throws IOException {
        HfFolder folder = HfFolder.open(Checkpoints.folder(dir.resolve("in"), TensorType.BF16));
        Path out = dir.resolve("out");
        try (Weights weights = folder.weights()) {
            List<StoredTensor> all = List.copyOf(weights.all());
            folder.save(out, all, null);
            assertThat(names(out)).containsExactly("model.safetensors");
            folder.save(out, all, null, 300);
            assertThat(names(out)).contains("model.safetensors.index.json").doesNotContain("model.safetensors");
            assertThat(names(out)).hasSizeGreaterThan(3);
            HfFolder sharded = HfFolder.open(out);
            try (Weights again = sharded.weights()) {
                all.forEach(t -> assertThat(again.get(shape(t)).data().mismatch(t.data()))
                        .isEqualTo(-1));
                sharded.save(dir.resolve("copy"), List.copyOf(again.all()), null);
            }
            assertThat(names(dir.resolve("copy"))).isEqualTo(names(out));
            folder.save(out, all, null);
            assertThat(names(out)).containsExactly("model.safetensors");
        }
    }

    private static ParameterShape shape(StoredTensor t) {
        return new ParameterShape(
                t.name(), t.shape().stream().map(Long::intValue).toList());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.startsWith("model"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void save_typeNotGiven_keepsTypesAndConfigBytes() throws IOException {
        Path in = Checkpoints.folder(dir.resolve("in"), TensorType.BF16);
        Checkpoints.edit(
                in.resolve("config.json"), "\"use_cache\": true", "\"use_cache\":   true,\n  \"_my_note\": [1.50]");
        Files.writeString(in.resolve("generation_config.json"), "{\"eos_token_id\": [1, 3]}");
        HfFolder folder = HfFolder.open(in);
        Path out = dir.resolve("out");
        try (Weights weights = folder.weights()) {
            folder.save(out, List.copyOf(weights.all()), null);
        }
        assertThat(out.resolve("config.json")).hasSameBinaryContentAs(in.resolve("config.json"));
        assertThat(out.resolve("model.safetensors")).hasSameBinaryContentAs(in.resolve("model.safetensors"));
        assertThat(out.resolve("generation_config.json")).hasSameBinaryContentAs(in.resolve("generation_config.json"));
        assertThat(folder.stopIds()).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void save_otherType_changesOnlyThatKeyOfTheConfig() throws IOException {
        Path in = Checkpoints.folder(dir.resolve("in"), TensorType.BF16);
        HfFolder folder = HfFolder.open(in);
        Path out = dir.resolve("out");
        try (Weights weights = folder.weights()) {
            folder.save(out, List.copyOf(weights.all()), TensorType.F32);
        }
        String before = Files.readString(in.resolve("config.json"));
        assertThat(before).contains("\"torch_dtype\": \"bfloat16\"");
        assertThat(out.resolve("config.json")).hasContent(before.replace("bfloat16", "float32"));
        assertThat(Files.size(out.resolve("model.safetensors")))
                .isGreaterThan(Files.size(in.resolve("model.safetensors")));
    }

    @Test
    void open_shards_readsThemAll() throws IOException {
        Path folder = sharded();
        try (Weights weights = HfFolder.open(folder).weights()) {
            assertThat(weights.all()).hasSize(Checkpoints.TINY.parameters().size());
        }
    }

    private Path sharded() throws IOException {
        Path folder = Checkpoints.folder(dir, TensorType.F32);
        Files.delete(folder.resolve("model.safetensors"));
        List<StoredTensor> all = Checkpoints.random(Checkpoints.TINY);
        SafetensorsWriter.write(folder.resolve("a.safetensors"), all.subList(0, 5), Map.of());
        SafetensorsWriter.write(folder.resolve("b.safetensors"), all.subList(5, all.size()), Map.of());
        StringBuilder map = new StringBuilder("{\"weight_map\": {");
        for (int i = 0; i < all.size(); i++) {
            map.append(i == 0 ? "" : ", ").append('"').append(all.get(i).name()).append("\": \"");
            map.append(i < 5 ? "a" : "b").append(".safetensors\"");
        }
        Files.writeString(folder.resolve("model.safetensors.index.json"), map.append("}}"));
        return folder;
    }

    @Test
    void open_shardMissing_isNamed() throws IOException {
        Path folder = sharded();
        Files.delete(folder.resolve("b.safetensors"));
        refused(folder, "names the shard b.safetensors, which is not in the folder");
    }

    @Test
    void open_shardOutsideTheFolder_isRefused() throws IOException {
        Path folder = sharded();
        Checkpoints.edit(folder.resolve("model.safetensors.index.json"), "\"a.safetensors", "\"../a.safetensors");
        refused(folder, "must name a .safetensors file of the same folder");
    }

    @Test
    void open_indexAndShardDisagree_namesTheTensor() throws IOException {
        Path folder = sharded();
        Checkpoints.edit(
                folder.resolve("model.safetensors.index.json"),
                "\"model.norm.weight\": \"b.safetensors\"",
                "\"model.norm.weight\": \"a.safetensors\"");
        refused(folder, "tensor model.norm.weight");
    }

    @Test
    void open_pickle_isRefusedWithTheReason() throws IOException {
        Path folder = Checkpoints.folder(dir, TensorType.F32);
        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("pytorch_model.bin"), "x");
        refused(folder, "[pytorch_model.bin] is not read: a pickle can run any program");
    }

    @Test
    void open_noFolder_isNamed() {
        assertThatThrownBy(() -> HfFolder.open(dir.resolve("nowhere")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nowhere does not exist");
    }

    @Test
    void open_noConfig_isNamed() throws IOException {
        Files.delete(Checkpoints.folder(dir, TensorType.F32).resolve("config.json"));
        refused(dir, "config.json does not exist");
    }

    @Test
    void weights_missingTensor_isNamed() {
        saveAgain(t -> t.name().equals("model.norm.weight") ? List.of() : List.of(t));
        refused(dir, "tensor model.norm.weight is missing; config.json asks for it with shape [8]");
    }

    @Test
    void weights_unknownTensor_isNamed() {
        saveAgain(t -> t.name().equals("model.norm.weight")
                ? List.of(t, Checkpoints.fp32("model.layers.0.self_attn.q_norm.weight", List.of(1L), 1))
                : List.of(t));
        refused(
                dir,
                "1 tensors are not part of a Qwen2ForCausalLM with this config.json: model.layers.0.self_attn.q_norm");
    }

    @Test
    void weights_wrongShape_isNamed() {
        saveAgain(t -> t.name().equals("model.norm.weight")
                ? List.of(Checkpoints.fp32(t.name(), List.of(2L, 4L), t.toFloats()))
                : List.of(t));
        refused(dir, "tensor model.norm.weight must have shape [8] by config.json, got [2, 4]");
    }

    @Test
    void weights_tiedHeadStoredToo_isAcceptedOnlyWhenEqual() {
        StoredTensor embedding = Checkpoints.random(Checkpoints.TINY).getFirst();
        saveAgain(t -> t.name().equals(embedding.name())
                ? List.of(t, Checkpoints.fp32("lm_head.weight", t.shape(), t.toFloats()))
                : List.of(t));
        HfFolder.open(dir).weights().close();
        float[] other = embedding.toFloats();
        other[7] += 1;
        saveAgain(t -> t.name().equals(embedding.name())
                ? List.of(t, Checkpoints.fp32("lm_head.weight", t.shape(), other))
                : List.of(t));
        refused(
                dir,
                "lm_head.weight differs from model.embed_tokens.weight although config.json says tie_word_embeddings");
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void weights_notFinite_isNamedWithItsPlace(TensorType type) {
        List<StoredTensor> tensors = Checkpoints.random(Checkpoints.TINY).stream()
                .map(t -> {
                    float[] values = t.toFloats();
                    if (t.name().endsWith("layers.1.self_attn.k_proj.bias")) {
                        values[3] = Float.NaN;
                    }
                    return Checkpoints.fp32(t.name(), t.shape(), values);
                })
                .toList();
        HfFolder.create(Checkpoints.TINY, type, Checkpoints.TOKENIZER).save(dir, tensors, null);
        refused(dir, "tensor model.layers.1.self_attn.k_proj.bias has NaN at element 3; weights must be finite");
    }

    private interface Change {
        List<StoredTensor> of(StoredTensor tensor);
    }

    private void saveAgain(Change change) {
        List<StoredTensor> tensors = Checkpoints.random(Checkpoints.TINY).stream()
                .flatMap(t -> change.of(t).stream())
                .toList();
        HfFolder.create(Checkpoints.TINY, TensorType.F32, Checkpoints.TOKENIZER).save(dir, tensors, null);
    }

    private static void refused(Path folder, String message) {
        assertThatThrownBy(() -> HfFolder.open(folder).weights())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void save_whereAFileIs_saysSo() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> Checkpoints.folder(file, TensorType.F32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot create the folder " + file)
                .hasMessageContaining("is not a folder");
    }

    @Test
    void save_fails_leavesTheOldFileAndNoRest() throws IOException {
        Path file = Files.writeString(dir.resolve("a.txt"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("cannot write " + file + ": no space left on the disk");
        assertThat(file).hasContent("old");
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void stopIds_outsideTheVocabulary_areRefused() throws IOException {
        Checkpoints.folder(dir, TensorType.F32);
        Files.writeString(dir.resolve("generation_config.json"), "{\"eos_token_id\": 6}");
        assertThatThrownBy(() -> HfFolder.open(dir))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "generation_config.json: eos_token_id must be below the vocab_size of config.json, 6");
    }

    @Test
    void create_severalStopIds_areWrittenAsAList() {
        ModelConfig config = Checkpoints.TINY.withEosTokenIds(Set.of(1, 2));
        HfFolder.create(config, TensorType.F32, Checkpoints.TOKENIZER).save(dir, Checkpoints.random(config), null);
        assertThat(HfFolder.open(dir).stopIds()).containsExactlyInAnyOrder(1, 2);
    }
}
