package dev.belay.model.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.ConfigFile;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a file, reading it gives a value or an {@link InvalidInputException}: no crash, nothing else, and
 * no memory beyond a small multiple of the file. Files that once went wrong, and those that mutation starts from, lie in
 * {@code resources/corpus/gguf}.
 */
class MutatedGgufTest {
    private static final Path CORPUS = Path.of("src", "test", "resources", "corpus", "gguf");

    /** One byte, a whole number of eight bytes, or the end of the file. */
    record Edit(int kind, double place, long value) {
        byte[] applyTo(byte[] in) {
            int at = (int) (place * in.length);
            byte[] out = kind == 2 ? Arrays.copyOf(in, at) : in.clone();
            if (kind == 0 && at < out.length) {
                out[at] = (byte) value;
            }
            if (kind == 1 && at + Long.BYTES <= out.length) {
                ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
            }
            return out;
        }
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Long> values = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 40),
                Arbitraries.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 32, 1L << 40, 1L << 62));
        return Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 1, 2), Arbitraries.doubles().between(0, true, 1, false), values)
                .as(Edit::new)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<byte[]> files() {
        return Arbitraries.of(corpus());
    }

    private static List<byte[]> corpus() {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().map(MutatedGgufTest::bytes).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Property(tries = 4000)
    void gguf_mutated_isReadOrRefused(@ForAll("files") byte[] file, @ForAll("edits") List<Edit> edits) {
        byte[] changed = file;
        for (Edit edit : edits) {
            changed = edit.applyTo(changed);
        }
        readOrRefuse(changed);
    }

    @Test
    void corpus_asItIs_isReadOrRefused() {
        assertThat(corpus()).hasSizeGreaterThan(5).allSatisfy(MutatedGgufTest::readOrRefuse);
    }

    @Test
    void corpus_wholeModel_isRead() {
        GgufFile file = GgufBytes.parse(bytes(CORPUS.resolve("model.gguf")));
        assertThat(model(file).layers()).isEqualTo(1);
        assertThat(new String(tokenizerFile(file, "tokenizer.json"), UTF_8)).contains("\"merges\"");
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            GgufFile file = GgufBytes.parse(bytes);
            for (GgufTensor tensor : file.tensors().values()) {
                assertThat(tensor.values()).isLessThanOrEqualTo(2L * bytes.length);
                float[] values = new float[Math.toIntExact(tensor.values())];
                tensor.read(0, tensor.rows(), MemorySegment.ofArray(values));
            }
            GgufTensors.require(file, model(file));
            assertThat(tokenizerFile(file, "tokenizer.json")).isNotEmpty();
            assertThat(tokenizerFile(file, "tokenizer_config.json")).isNotEmpty();
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("x.gguf");
        }
    }

    private static byte[] tokenizerFile(GgufFile file, String name) {
        return Objects.requireNonNull(ByteLevelBpe.of(file.metadata()).files().get(name))
                .get();
    }

    private static ModelConfig model(GgufFile file) {
        ByteLevelBpe tokenizer = ByteLevelBpe.of(file.metadata());
        byte[] config = Json.pretty(Architecture.of(file.metadata()).config(file, tokenizer));
        return ConfigFile.parse(config, file.place()).model();
    }
}
