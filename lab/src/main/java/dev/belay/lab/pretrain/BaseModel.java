package dev.belay.lab.pretrain;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes a base model: initialise, train on the family's corpus, save as a Hugging Face folder. */
public final class BaseModel {
    private static final int MAX_POSITIONS = 512;

    private BaseModel() {}

    /**
     * Trains a base model from scratch.
     *
     * @param folder where the Hugging Face folder (bf16 weights) goes; must not exist yet
     * @param listener hears of every step
     * @throws InvalidInputException before any step, when {@code folder} exists or cannot be written
     */
    public static void train(PretrainPlan plan, Path folder, Consumer<Pretraining.Progress> listener) {
        if (Files.exists(folder)) {
            throw new InvalidInputException(
                    "pretrain: " + folder + " exists already; choose another --out, nothing is overwritten");
        }
        reserve(folder);
        try (LanguageModel model = initialise(plan)) {
            Pretraining training = new Pretraining(plan, model, CragVocabulary.TOKENS.eosId());
            while (!training.finished()) {
                listener.accept(training.step());
            }
            model.save(folder);
        } finally {
            removeIfEmpty(folder);
        }
    }

    /** Makes the folder and writes into it: after an hour of training is too late to learn that it cannot be written. */
    private static void reserve(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "probe", ""));
        } catch (IOException e) {
            removeIfEmpty(folder);
            throw new InvalidInputException(
                    "cannot write " + folder + ": " + AtomicFile.whyNotWritten(folder, e) + "; choose another --out",
                    e);
        }
    }

    /** Leaves no empty folder behind, which would stand in the way of the next attempt. */
    private static void removeIfEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isEmpty()) {
                Files.delete(folder);
            }
        } catch (IOException stays) {
            // An empty folder is a nuisance; what ended the training is what the user must hear of.
        }
    }

    private static LanguageModel initialise(PretrainPlan plan) {
        ModelConfig config = config(plan);
        return CpuModel.random(
                HfFolder.create(config, TensorType.BF16, CragVocabulary.TOKENS.files()),
                RandomKey.of(plan.seed()).child("initial weights"));
    }

    private static ModelConfig config(PretrainPlan plan) {
        return ModelConfig.qwen2(
                        CragVocabulary.TOKENS.size(),
                        plan.hiddenSize(),
                        plan.layers(),
                        plan.heads(),
                        plan.keyValueHeads(),
                        plan.intermediateSize())
                .withMaxPositions(MAX_POSITIONS)
                .withPadTokenId(CragVocabulary.TOKENS.padId())
                .withEosTokenIds(Set.of(CragVocabulary.TOKENS.eosId()));
    }
}
