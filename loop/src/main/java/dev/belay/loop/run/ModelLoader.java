package dev.belay.loop.run;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import java.nio.file.Path;

/** Opens a model for training. The seam between runs and the implementation of language models. */
@FunctionalInterface
public interface ModelLoader {
    /**
     * @param folder a Hugging Face folder, or a GGUF file
     * @return the caller closes it
     * @throws dev.belay.model.InvalidInputException when the folder is not a model that can be run as asked
     */
    LanguageModel load(Path folder, Dtype dtype, Device device);
}
