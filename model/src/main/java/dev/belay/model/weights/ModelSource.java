package dev.belay.model.weights;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import dev.belay.model.checkpoint.AdapterConfig;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.gguf.GgufModel;
import dev.belay.model.hub.AdapterBase;
import dev.belay.model.hub.HubReference;
import java.nio.file.Path;

/** What a path holds: a Hugging Face folder, a GGUF file, or LoRA adapters, whose model lies elsewhere. */
public final class ModelSource {
    private ModelSource() {}

    /** Reads all but the weights. */
    public static HfFolder open(Path path) {
        if (GgufModel.is(path)) {
            return GgufModel.open(path);
        }
        return AdapterFolder.is(path) ? adapted(AdapterFolder.open(path)) : HfFolder.open(path);
    }

    private static HfFolder adapted(AdapterFolder adapters) {
        Path base = AdapterBase.of(adapters).find();
        if (AdapterFolder.is(base)) {
            throw new InvalidInputException(adapters.path() + " holds adapters of " + base
                    + ", which holds adapters itself; merge those into a model first (./belay convert)");
        }
        return open(base).with(adapters);
    }

    /** How a folder of new adapters names their model. */
    public static AdapterConfig adapterConfig(LoraPlan plan, HfFolder folder) {
        Path path = folder.path()
                .orElseThrow(() -> new IllegalStateException("adapters of a model that lies nowhere cannot be saved"))
                .toAbsolutePath()
                .normalize();
        return HubReference.ofSnapshot(path)
                .map(model -> new AdapterConfig(plan, model.repository(), model.revision()))
                .orElseGet(() -> new AdapterConfig(plan, path.toString(), null));
    }
}
