package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a file, reading it gives a value or an {@link InvalidInputException}: no crash, nothing else. */
class MutatedFilesTest {
    private static final byte[] SAFETENSORS = Checkpoints.file(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                    + "\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                    + "\"b.bias\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]}}",
            32);
    private static final byte[] CONFIG =
            ConfigFile.of(Checkpoints.TINY, TensorType.BF16).text();

    private static final byte[] CLASSIFIER = ConfigFile.of(
                    Checkpoints.TINY.withHead(OutputHead.Classification.ofTokens("bad", "good")), TensorType.BF16)
            .text();

    /** A change of one byte, a cut, an insertion, or a number written over. */
    record Edit(int kind, double place, int value, String snippet) {
        byte[] applyTo(byte[] in) {
            int at = (int) (place * in.length);
            return switch (kind) {
                case 0 -> {
                    byte[] out = in.clone();
                    if (out.length > 0) {
                        out[at] = (byte) value;
                    }
                    yield out;
                }
                case 1 -> Arrays.copyOf(in, at);
                default -> {
                    byte[] middle = snippet.getBytes(StandardCharsets.UTF_8);
                    yield ByteBuffer.allocate(in.length + middle.length)
                            .put(in, 0, at)
                            .put(middle)
                            .put(in, at, in.length - at)
                            .array();
                }
            };
        }
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> snippets = Arbitraries.of(
                "9", "-1", "e9", "0000000", "[", "]", "{", "}", ",", "\"", "null", "true", "\\u0000", "\\", "\n", ":",
                "é");
        return Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 2, 2),
                        Arbitraries.doubles().between(0, true, 1, false),
                        Arbitraries.integers().between(0, 255),
                        snippets)
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static byte[] mutate(byte[] file, List<Edit> edits) {
        byte[] out = file;
        for (Edit edit : edits) {
            out = edit.applyTo(out);
        }
        return out;
    }

    @Property(tries = 3000)
    void safetensors_mutated_isReadOrRefused(@ForAll("edits") List<Edit> edits, @ForAll boolean lengthRepaired) {
        byte[] file = mutate(SAFETENSORS, edits);
        if (lengthRepaired && file.length >= 40) {
            // Otherwise most changes stop at the header length and never reach the rules behind it.
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, file.length - 40L);
        }
        try {
            for (StoredTensor tensor : SafetensorsReader.parse("x", MemorySegment.ofArray(file))) {
                assertThat(tensor.toFloats()).hasSize(Math.toIntExact(tensor.elements()));
            }
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("x");
        }
    }

    @Property(tries = 3000)
    void config_mutated_isReadOrRefused(@ForAll("edits") List<Edit> edits, @ForAll boolean classifier) {
        try {
            ConfigFile read = ConfigFile.parse(mutate(classifier ? CLASSIFIER : CONFIG, edits), "x");
            assertThat(read.model().headSize()).isPositive();
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("x");
        }
    }
}
