package dev.belay.app;

import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.StoredTensor;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A random model of a few thousand parameters that reads and writes printable ASCII, as a Hugging Face folder. */
final class TinyModel {
    private TinyModel() {}

    static Path save(Path folder) {
        return save(folder, TensorType.F32);
    }

    static Path save(Path folder, TensorType stored) {
        HfFolder files = HfFolder.create(config(), stored, vocabulary().files());
        try (CpuModel model = CpuModel.random(files, RandomKey.of(7))) {
            model.save(folder);
        }
        return folder;
    }

    /** The same blocks under a classification head. */
    static Path saveClassifier(Path folder, OutputHead.Classification head) {
        ModelConfig config = config().withHead(head);
        try (Arena arena = Arena.ofConfined()) {
            List<StoredTensor> tensors = new ArrayList<>();
            for (ParameterShape p : config.parameters()) {
                RandomKey key = RandomKey.of(8).child(p.name());
                MemorySegment values = arena.allocate(p.elements() * Float.BYTES, Float.BYTES);
                for (int i = 0; i < p.elements(); i++) {
                    TensorType.F32.set(values, i, (float) (key.uniform(i) - 0.5));
                }
                List<Long> shape = p.shape().stream().map(Integer::longValue).toList();
                tensors.add(new StoredTensor(p.name(), TensorType.F32, shape, values));
            }
            HfFolder.create(config, TensorType.F32, vocabulary().files()).save(folder, tensors, null);
        }
        return folder;
    }

    private static CharacterVocabulary vocabulary() {
        StringBuilder alphabet = new StringBuilder("\n");
        for (char c = ' '; c <= '~'; c++) {
            alphabet.append(c);
        }
        return CharacterVocabulary.of(alphabet.toString());
    }

    private static ModelConfig config() {
        CharacterVocabulary vocabulary = vocabulary();
        return ModelConfig.qwen2(vocabulary.size(), 32, 1, 2, 1, 48).withEosTokenIds(Set.of(vocabulary.eosId()));
    }
}
