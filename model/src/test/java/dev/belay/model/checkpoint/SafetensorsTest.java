package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    @TempDir
    Path dir;

    record Lie(String header, int dataBytes, String message) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets
                + "}";
    }

    static Stream<Lie> lies() {
        String a = tensor("a", "F32", "[2]", "[0,8]");
        return Stream.of(
                new Lie("{" + a + "}", 4, "tensor a ends at byte 8 of the data, of which there are only 4"),
                new Lie("{" + a + "}", 12, "the tensors take 8 bytes, the file has 12 of data"),
                new Lie(
                        "{" + a + "," + tensor("b", "F32", "[1]", "[4,8]") + "}",
                        8,
                        "tensor b starts at byte 4 of the data, the one before ends at 8"),
                new Lie(
                        "{" + a + "," + tensor("b", "F32", "[1]", "[12,16]") + "}",
                        16,
                        "tensor b starts at byte 12 of the data, the one before ends at 8"),
                new Lie(
                        "{" + tensor("a", "F32", "[3]", "[0,8]") + "}",
                        8,
                        "tensor a: shape [3] of F32 takes 12 bytes, data_offsets [0, 8] give 8"),
                new Lie(
                        "{" + tensor("a", "BF16", "[2]", "[0,8]") + "}",
                        8,
                        "tensor a: shape [2] of BF16 takes 4 bytes, data_offsets [0, 8] give 8"),
                new Lie("{" + tensor("a", "F32", "[2]", "[8,0]") + "}", 8, "data_offsets must be [begin, end]"),
                new Lie("{" + tensor("a", "F32", "[2]", "[0]") + "}", 8, "data_offsets must be [begin, end]"),
                new Lie("{" + tensor("a", "F32", "[2]", "[-8,0]") + "}", 8, "whole numbers of at least 0, got -8"),
                new Lie(
                        "{" + tensor("a", "F32", "[2]", "[0,99999999999999999999]") + "}",
                        8,
                        "data_offsets must hold whole numbers of at least 0, got 99999999999999999999"),
                new Lie("{" + tensor("a", "F32", "[2.0]", "[0,8]") + "}", 8, "shape must hold whole numbers"),
                new Lie("{" + tensor("a", "F32", "\"x\"", "[0,8]") + "}", 8, "shape must be a list of whole numbers"),
                new Lie(
                        "{" + tensor("a", "F32", "[4294967296,4294967296,4]", "[0,8]") + "}",
                        8,
                        "tensor a: shape [4294967296, 4294967296, 4] has more than 2^63 bytes"),
                new Lie(
                        "{" + tensor("a", "I64", "[1]", "[0,8]") + "}",
                        8,
                        "dtype must be one of [F32, F16, BF16], got \"I64\""),
                new Lie("{" + a + "," + a + "}", 8, "Duplicate"),
                new Lie("{\"a\":5}", 8, "tensor a: must be an object, got 5"),
                new Lie("{\"a\":{}}", 8, "tensor a: dtype must be one of"),
                new Lie("[1]", 8, "the header must hold a JSON object, got a list"),
                new Lie("{" + a, 8, "the header is not valid JSON"),
                new Lie("{" + a + "} x", 8, "the header is not valid JSON"),
                new Lie("", 8, "the header must hold a JSON object, got nothing"),
                new Lie("[".repeat(100_000), 0, "the header is not valid JSON"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void parse_lyingHeader_isRefusedByRule(Lie lie) {
        refused(Checkpoints.file(lie.header(), lie.dataBytes()), lie.message());
    }

    private static void refused(byte[] file, String message) {
        assertThatThrownBy(() -> SafetensorsReader.parse("x.safetensors", MemorySegment.ofArray(file)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("x.safetensors: ")
                .hasMessageContaining(message);
    }

    @Test
    void parse_headerLengthBeyondTheFile_isRefused() {
        byte[] file = Checkpoints.file("{}", 0);
        file[0] = 3;
        refused(file, "the header claims 3 bytes, the file has only 2 after the header length");
        file[7] = 1;
        refused(file, "the header may have at most 100000000 bytes, it claims 72057594037927939");
        file[7] = -1;
        refused(file, "the header may have at most 100000000 bytes, it claims 18374686479671623683");
        refused(new byte[7], "starts with an 8-byte header length, this one has only 7 bytes");
    }

    @Test
    void parse_headerThatIsNotUtf8_isRefused() {
        byte[] file = Checkpoints.file("{\"é\":5}", 0);
        file[8 + 3] = 'x';
        refused(file, "the header is not valid UTF-8");
    }

    @Test
    void parse_emptyTensorsAndScalars_areAllowed() {
        String header =
                "{" + tensor("none", "F32", "[0,3]", "[0,0]") + "," + tensor("one", "BF16", "[]", "[0,2]") + "}";
        List<StoredTensor> read = SafetensorsReader.parse("x", MemorySegment.ofArray(Checkpoints.file(header, 2)));
        assertThat(read).extracting(StoredTensor::name).containsExactly("none", "one");
        assertThat(read.get(1).toFloats()).containsExactly(0f);
    }

    @Test
    void map_missingFileOrFolder_isNamed() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            assertThatThrownBy(() -> SafetensorsReader.map(dir.resolve("no"), arena))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no does not exist");
            assertThatThrownBy(() -> SafetensorsReader.map(dir, arena))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cannot read " + dir);
            Path empty = Files.createFile(dir.resolve("empty"));
            assertThatThrownBy(() -> SafetensorsReader.map(empty, arena))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has only 0 bytes");
        }
    }

    @Test
    void write_header_isPaddedToEightBytes() throws IOException {
        Path file = dir.resolve("a.safetensors");
        for (String name : List.of("a", "ab", "abc", "abcdefgh")) {
            SafetensorsWriter.write(file, List.of(Checkpoints.fp32(name, List.of(1L), 2)), Map.of("format", "pt"));
            byte[] bytes = Files.readAllBytes(file);
            assertThat((bytes.length - 4) % 8).isZero();
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .contains("{\"__metadata__\":{\"format\":\"pt\"},");
        }
    }

    @Test
    void write_manyChunks_keepsEveryElement() {
        int n = (1 << 18) * 2 + 5;
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 251;
        }
        Path file = dir.resolve("a.safetensors");
        StoredTensor tensor = Checkpoints.fp32("a", List.of((long) n), values);
        for (TensorType type : TensorType.values()) {
            SafetensorsWriter.write(file, List.of(tensor), t -> type, Map.of());
            try (Arena arena = Arena.ofShared()) {
                // Whole numbers up to 256 are exact in every type.
                float[] read = SafetensorsReader.map(file, arena).getFirst().toFloats();
                assertThat(Arrays.mismatch(read, values)).isEqualTo(-1);
            }
        }
    }

    @Test
    void write_twoTensorsOfOneName_isAProgrammingError() {
        StoredTensor a = Checkpoints.fp32("a", List.of(1L), 1);
        assertThatThrownBy(() -> SafetensorsWriter.write(dir.resolve("x"), List.of(a, a), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("distinct");
    }

    @Test
    void write_intoAFolderThatIsNotThere_saysSo() {
        Path file = dir.resolve("nowhere").resolve("x.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(), Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot write " + file)
                .hasMessageContaining("does not exist");
    }
}
