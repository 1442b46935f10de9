package dev.belay.loop.run;

import dev.belay.model.Classifier;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.model.TrainableClassifier;
import java.nio.file.Path;

/** Opens models, for training and for rewards to ask. The seam between runs and the implementation of language models. */
@FunctionalInterface
public interface ModelLoader {
    /**
     * Asked before a model is fetched.
     *
     * @throws InvalidInputException when nothing can be computed there
     */
    default void require(Device device) {}

    /**
     * @param folder a Hugging Face folder, a folder of LoRA adapters, or a GGUF file
     * @return the caller closes it
     * @throws InvalidInputException when the folder is not a model that can be run as asked
     */
    LanguageModel load(Path folder, Dtype dtype, Device device);

    /**
     * Opens a model with a classification head.
     *
     * @param folder a Hugging Face folder
     * @return the caller closes it
     * @throws InvalidInputException when the folder is not such a model, or this loader opens none
     */
    default Classifier loadClassifier(Path folder, Dtype dtype, Device device) {
        throw new InvalidInputException("model " + folder + ": classifiers cannot be opened here");
    }

    /**
     * Opens a model to begin a value model with: its blocks, under a new head of one label for every token.
     *
     * @param folder what {@link #load} reads
     * @param key the stream the head's weights are drawn from
     * @return the caller closes it
     * @throws InvalidInputException when the folder is not such a model, or this loader opens none
     */
    default TrainableClassifier loadCritic(Path folder, Dtype dtype, Device device, RandomKey key) {
        throw new InvalidInputException("model " + folder + ": value models cannot be opened here");
    }
}
