package dev.belay.model.gguf;

import static dev.belay.model.gguf.GgufBytes.parse;
import static dev.belay.model.gguf.GgufBytes.text;
import static dev.belay.model.gguf.GgufBytes.u32;
import static dev.belay.model.gguf.GgufBytes.u64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class GgufReaderTest {
    private static final int F32 = 0;

    private static GgufBytes two() {
        return new GgufBytes().tensor("a", List.of(4L, 2L), F32, 0).tensor("b", List.of(8L), F32, 32);
    }

    private static AbstractThrowableAssert<?, ?> refused(byte[] file) {
        return assertThatThrownBy(() -> parse(file)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void parse_keysAndTensors_areThere() {
        GgufFile file = parse(two().key("general.name", GgufBytes.STRING, text("tiny"))
                .key("n", GgufBytes.U32, u32(7))
                .key("eps", GgufBytes.F32, u32(Float.floatToIntBits(1e-5f)))
                .file(64));
        assertThat(file.metadata().text("general.name")).isEqualTo("tiny");
        assertThat(file.metadata().integer("n")).isEqualTo(7);
        assertThat(file.metadata().number("eps", 0)).isEqualTo(1e-5);
        assertThat(file.tensors()).containsOnlyKeys("a", "b");
        assertThat(file.tensors().get("a")).extracting(GgufTensor::shape).isEqualTo(List.of(2L, 4L));
    }

    @Test
    void parse_version2_isRead() {
        assertThat(parse(two().file(2, 2, 0, 64)).tensors()).hasSize(2);
    }

    @Test
    void parse_otherFiles_areNamed() {
        refused("GGML and more than that".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .hasMessage("x.gguf is not a GGUF file: it does not begin with \"GGUF\"");
        refused(new byte[3]).hasMessageContaining("the file ends at byte 3, in the magic number");
        refused(two().file(1, 2, 0, 64)).hasMessageContaining("versions 2 and 3 are read, this is 1");
        refused(two().file(Integer.reverseBytes(3), 2, 0, 64)).hasMessageContaining("big-endian");
    }

    @Test
    void parse_countsBeyondTheFile_areRefusedBeforeAnythingIsAllocated() {
        refused(two().file(3, 1L << 60, 0, 64)).hasMessageContaining("the number of tensors is 1152921504606846976");
        refused(two().file(3, 2, -1, 64)).hasMessageContaining("the number of keys is 18446744073709551615");
        byte[] list = ByteBuffer.allocate(12)
                .put(u32(GgufBytes.STRING))
                .put(u64(1L << 40))
                .array();
        refused(new GgufBytes().key("k", GgufBytes.ARRAY, list).file(64)).hasMessageContaining("the length of k");
        refused(new GgufBytes().key("k", GgufBytes.STRING, u64(1000)).file(64))
                .hasMessageContaining("the length of k is 1000");
    }

    @Test
    void parse_truncatedAnywhere_isRefused() {
        byte[] file = two().key("general.name", GgufBytes.STRING, text("tiny")).file(64);
        for (int length = 0; length < file.length; length++) {
            refused(Arrays.copyOf(file, length)).hasMessageStartingWith("x.gguf");
        }
    }

    @Test
    void parse_tensorsOutOfPlace_areRefused() {
        refused(two().file(60))
                .hasMessageContaining("tensor b takes 32 bytes from byte 32")
                .hasMessageContaining("60");
        refused(new GgufBytes()
                        .tensor("a", List.of(8L), F32, 32)
                        .tensor("b", List.of(9L), F32, 0)
                        .file(96))
                .hasMessageContaining("tensor a starts at byte 32 of the data, inside tensor b, which ends at 36");
        refused(new GgufBytes().tensor("a", List.of(8L), F32, 16).file(64))
                .hasMessageContaining("not a multiple of the alignment, 32");
        refused(new GgufBytes().tensor("a", List.of(8L), F32, -32).file(64)).hasMessageContaining("tensor a takes");
        refused(two().key("general.alignment", GgufBytes.U32, u32(24)).file(64))
                .hasMessageContaining("general.alignment must be a power of two")
                .hasMessageContaining("got 24");
    }

    @Test
    void parse_shapesThatCannotBe_areRefused() {
        refused(new GgufBytes().tensor("a", List.of(1L << 40, 1L << 40), F32, 0).file(64))
                .hasMessageContaining("less than 2^63 bytes");
        refused(new GgufBytes().tensor("a", List.of(0L), F32, 0).file(64)).hasMessageContaining("positive dimensions");
        refused(new GgufBytes().tensor("a", List.of(1L, 1L, 1L, 1L, 1L), F32, 0).file(64))
                .hasMessageContaining("1 to 4 dimensions, got 5");
        refused(new GgufBytes().tensor("a", List.of(576L), 12, 0).file(640))
                .hasMessageContaining("rows of 576 values, Q4_K needs a multiple of 256");
        refused(new GgufBytes().tensor("a", List.of(256L), 10, 0).file(640))
                .hasMessageContaining("is stored as Q2_K; types that are read: [F32, F16, Q4_0");
    }

    @Test
    void parse_duplicates_areRefused() {
        refused(two().tensor("a", List.of(1L), F32, 64).file(128)).hasMessageContaining("tensor a is there twice");
        refused(two().key("k", GgufBytes.U32, u32(1))
                        .key("k", GgufBytes.U32, u32(1))
                        .file(64))
                .hasMessageContaining("key k is there twice");
    }

    @Test
    void read_notANumber_namesTensorAndElement() {
        byte[] file = new GgufBytes().tensor("a", List.of(8L), F32, 0).file(32);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 8, Float.floatToIntBits(Float.NaN));
        GgufTensor tensor = parse(file).tensors().values().iterator().next();
        MemorySegment to = MemorySegment.ofArray(new float[8]);
        assertThatThrownBy(() -> tensor.read(0, 1, to))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("x.gguf: tensor a has NaN at element 6; weights must be finite");
    }

    @Test
    void metadata_wrongTypes_areNamed() {
        GgufMetadata keys = parse(new GgufBytes()
                        .key("n", GgufBytes.U32, u32(-1))
                        .key("t", GgufBytes.STRING, text("x"))
                        .file(0))
                .metadata();
        assertThatThrownBy(() -> keys.integer("n")).hasMessage("x.gguf: n must be below 2^31, got 4294967295");
        assertThatThrownBy(() -> keys.integer("t")).hasMessage("x.gguf: t must be a whole number, got string");
        assertThatThrownBy(() -> keys.text("n")).hasMessage("x.gguf: n must be a text, got u32");
        assertThatThrownBy(() -> keys.texts("t")).hasMessage("x.gguf: t must be a list, got string");
        assertThatThrownBy(() -> keys.text("none")).hasMessage("x.gguf: key none is missing");
    }
}
