package dev.belay.app;

import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.nio.file.Path;
import java.util.Set;

/** A random model of a few thousand parameters that reads and writes printable ASCII, as a Hugging Face folder. */
final class TinyModel {
    private TinyModel() {}

    static Path save(Path folder) {
        return save(folder, TensorType.F32);
    }

    static Path save(Path folder, TensorType stored) {
        StringBuilder alphabet = new StringBuilder("\n");
        for (char c = ' '; c <= '~'; c++) {
            alphabet.append(c);
        }
        CharacterVocabulary vocabulary = CharacterVocabulary.of(alphabet.toString());
        ModelConfig config =
                ModelConfig.qwen2(vocabulary.size(), 32, 1, 2, 1, 48).withEosTokenIds(Set.of(vocabulary.eosId()));
        HfFolder files = HfFolder.create(config, stored, vocabulary.files());
        try (CpuModel model = CpuModel.random(files, RandomKey.of(7))) {
            model.save(folder);
        }
        return folder;
    }
}
