package dev.belay.model.gguf;

import static dev.belay.model.gguf.GgufBytes.text;
import static dev.belay.model.gguf.GgufBytes.u32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.TensorSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkpoints of other families, written as GGUF by hand, are read back as the folders they came from. */
class FamiliesTest {
    private static final Path PARITY = Path.of("src", "test", "resources", "parity");
    private static final int F32_TENSOR = 0;

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-untied-sharded", "qwen3-tied", "olmo2"})
    void open_familyAsGguf_isTheFolderAgain(String name, @TempDir Path dir) throws IOException {
        HfFolder folder = HfFolder.open(PARITY.resolve(name));
        Path file = Files.write(dir.resolve("model.gguf"), gguf(folder));
        HfFolder read = GgufModel.open(file);
        assertThat(read.config().parameters()).isEqualTo(folder.config().parameters());
        assertThat(read.config().family()).isEqualTo(folder.config().family());
        assertThat(read.config().headSize()).isEqualTo(folder.config().headSize());
        assertThat(read.config().ropeTheta()).isEqualTo(folder.config().ropeTheta());
        try (TensorSource expected = folder.tensors();
                TensorSource found = read.tensors()) {
            for (ParameterShape p : folder.config().parameters()) {
                assertThat(floats(found, p)).as(p.name()).containsExactly(floats(expected, p));
            }
        }
    }

    private static float[] floats(TensorSource source, ParameterShape p) {
        float[] values = new float[(int) p.elements()];
        source.read(p, MemorySegment.ofArray(values));
        return values;
    }

    private static byte[] gguf(HfFolder folder) {
        ModelConfig c = folder.config();
        String a = c.family().modelType() + ".";
        GgufBytes bytes = new GgufBytes()
                .key("general.architecture", GgufBytes.STRING, text(c.family().modelType()))
                .key(a + "block_count", GgufBytes.U32, u32(c.layers()))
                .key(a + "context_length", GgufBytes.U32, u32(c.maxPositions()))
                .key(a + "embedding_length", GgufBytes.U32, u32(c.hiddenSize()))
                .key(a + "feed_forward_length", GgufBytes.U32, u32(c.intermediateSize()))
                .key(a + "attention.head_count", GgufBytes.U32, u32(c.heads()))
                .key(a + "attention.head_count_kv", GgufBytes.U32, u32(c.keyValueHeads()))
                .key(a + "attention.key_length", GgufBytes.U32, u32(c.headSize()))
                .key(a + "attention.value_length", GgufBytes.U32, u32(c.headSize()))
                .key(a + "rope.freq_base", GgufBytes.F32, u32(Float.floatToIntBits((float) c.ropeTheta())))
                .key("tokenizer.ggml.model", GgufBytes.STRING, text("gpt2"))
                .key("tokenizer.ggml.pre", GgufBytes.STRING, text("qwen2"))
                .key("tokenizer.ggml.tokens", GgufBytes.ARRAY, texts("a", "b", "ab"))
                .key("tokenizer.ggml.merges", GgufBytes.ARRAY, texts("a b"));
        List<byte[]> data = new ArrayList<>();
        int at = 0;
        try (TensorSource source = folder.tensors()) {
            for (ParameterShape p : c.parameters()) {
                List<Long> shape =
                        p.shape().reversed().stream().map(Integer::longValue).toList();
                bytes.tensor(TensorNames.of(p.name(), c.family().norms()), shape, F32_TENSOR, at);
                ByteBuffer little = ByteBuffer.allocate((int) (p.elements() * Float.BYTES + 31) / 32 * 32)
                        .order(ByteOrder.LITTLE_ENDIAN);
                little.asFloatBuffer().put(floats(source, p));
                data.add(little.array());
                at += little.capacity();
            }
        }
        byte[] file = bytes.file(at);
        ByteBuffer whole = ByteBuffer.wrap(file).position(file.length - at);
        data.forEach(whole::put);
        return file;
    }

    private static byte[] texts(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(u32(GgufBytes.STRING));
        out.writeBytes(GgufBytes.u64(texts.length));
        for (String t : texts) {
            out.writeBytes(text(t));
        }
        return out.toByteArray();
    }

    @Test
    void names_areThoseOfLlamaCpp() {
        assertThat(TensorNames.of("model.layers.3.post_attention_layernorm.weight", NormPlacement.BEFORE))
                .isEqualTo("blk.3.ffn_norm.weight");
        assertThat(TensorNames.of("model.layers.3.post_attention_layernorm.weight", NormPlacement.AFTER))
                .isEqualTo("blk.3.post_attention_norm.weight");
        assertThat(TensorNames.of("model.layers.12.post_feedforward_layernorm.weight", NormPlacement.AFTER))
                .isEqualTo("blk.12.post_ffw_norm.weight");
        assertThat(TensorNames.of("model.layers.0.self_attn.q_norm.weight", NormPlacement.BEFORE))
                .isEqualTo("blk.0.attn_q_norm.weight");
        assertThat(TensorNames.of("model.layers.0.self_attn.v_proj.bias", NormPlacement.BEFORE))
                .isEqualTo("blk.0.attn_v.bias");
    }
}
