package dev.belay.model.cpu;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import dev.belay.model.checkpoint.AdapterConfig;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.gguf.GgufModel;
import dev.belay.model.hub.CachedModel;
import dev.belay.model.hub.Hub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a path holds: a Hugging Face folder, a GGUF file, or LoRA adapters, whose model lies elsewhere. */
final class ModelSource {
    private ModelSource() {}

    /** Reads all but the weights. */
    static HfFolder open(Path path) {
        if (GgufModel.is(path)) {
            return GgufModel.open(path);
        }
        return AdapterFolder.is(path) ? adapted(AdapterFolder.open(path)) : HfFolder.open(path);
    }

    private static HfFolder adapted(AdapterFolder adapters) {
        Path base = base(adapters);
        if (AdapterFolder.is(base)) {
            throw new InvalidInputException(adapters.path() + " holds adapters of " + base
                    + ", which holds adapters itself; merge those into a model first (./belay convert)");
        }
        return open(base).with(adapters);
    }

    /**
     * The model that adapters belong to: a path, seen from the working directory or from the adapters' folder, or a model
     * of the Hub that lies in the cache. Nothing is fetched here.
     */
    private static Path base(AdapterFolder adapters) {
        String base = adapters.config().base();
        for (Path path : new Path[] {Path.of(base), adapters.path().resolve(base)}) {
            if (Files.exists(path)) {
                return path;
            }
        }
        String revision = adapters.config().revision();
        return Hub.ofEnvironment().cached().stream()
                .filter(model -> model.repository().equals(base))
                .filter(model -> revision == null || model.is(revision))
                .findFirst()
                .map(CachedModel::folder)
                .orElseThrow(() -> new InvalidInputException(adapters.path() + " holds adapters of " + base
                        + (revision == null ? "" : "@" + revision)
                        + ", which is neither a path here nor a model in the Hub's cache; fetch it (./belay models hf:"
                        + base + (revision == null ? "" : "@" + revision)
                        + "), or put its path into base_model_name_or_path of " + AdapterFolder.CONFIG));
    }

    /** How a folder of new adapters names their model. */
    static AdapterConfig adapterConfig(LoraPlan plan, HfFolder folder) {
        Path path = folder.path()
                .orElseThrow(() -> new IllegalStateException("adapters of a model that lies nowhere cannot be saved"))
                .toAbsolutePath()
                .normalize();
        Optional<CachedModel> cached = Hub.ofEnvironment().cached().stream()
                .filter(model -> model.folder().toAbsolutePath().normalize().equals(path))
                .findFirst();
        return cached.map(model -> new AdapterConfig(plan, model.repository(), model.commit()))
                .orElseGet(() -> new AdapterConfig(plan, path.toString(), null));
    }
}
