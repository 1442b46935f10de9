package dev.belay.model.checkpoint;

import dev.belay.model.RandomKey;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small checkpoints for the tests of this package. */
final class Checkpoints {
    /** 2 layers, width 8, 2 heads of which 1 for keys and values, vocabulary 6. */
    static final ModelConfig TINY = ModelConfig.qwen2(6, 8, 2, 2, 1, 12);

    /** <pad>, <eos>, then a to d. */
    static final Map<String, byte[]> TOKENIZER = CharacterVocabulary.of("abcd").files();

    private Checkpoints() {}

    static StoredTensor fp32(String name, List<Long> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new StoredTensor(name, TensorType.F32, shape, MemorySegment.ofArray(bytes.array()));
    }

    static List<StoredTensor> random(ModelConfig config) {
        List<StoredTensor> all = new ArrayList<>();
        for (ParameterShape p : config.parameters()) {
            RandomKey key = RandomKey.of(5).child(p.name());
            float[] values = new float[(int) p.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (key.uniform(i) - 0.5);
            }
            all.add(fp32(p.name(), p.shape().stream().map(Integer::longValue).toList(), values));
        }
        return all;
    }

    /** A complete folder with random weights. */
    static Path folder(Path folder, TensorType type) {
        HfFolder.create(TINY, type, TOKENIZER).save(folder, random(TINY), null);
        return folder;
    }

    /** A safetensors file with this header, padded or not as given, and {@code dataBytes} zeros. */
    static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    static void edit(Path file, String from, String to) {
        try {
            String text = Files.readString(file);
            if (!text.contains(from)) {
                throw new AssertionError(file + " does not contain " + from + ": " + text);
            }
            Files.writeString(file, text.replace(from, to));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
