package dev.belay.model.hub;

import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.AdapterConfig;
import dev.belay.model.checkpoint.AdapterFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The model that LoRA adapters belong to. The name in their adapter_config.json is a path, seen from the working directory
 * (as PEFT does) or from the adapters' own folder, or else a model of the Hub, at {@code revision} or the branch main.
 */
public final class AdapterBase {
    private final AdapterFolder adapters;
    private final Hub hub;

    AdapterBase(AdapterFolder adapters, Hub hub) {
        this.adapters = adapters;
        this.hub = hub;
    }

    /** The base of the adapters in a folder. */
    public static AdapterBase of(AdapterFolder adapters) {
        return new AdapterBase(adapters, Hub.ofEnvironment());
    }

    /** Where it lies, fetched from the Hub if need be. */
    public Path fetch(HubProgress progress) {
        Optional<Path> local = local();
        return local.isPresent() ? local.get() : hub.folder(reference(), progress);
    }

    /**
     * Where it lies on this machine; nothing is fetched.
     *
     * @throws InvalidInputException when it is neither a path nor in the Hub's cache
     */
    public Path find() {
        Optional<Path> local = local();
        if (local.isPresent()) {
            return local.get();
        }
        HubReference reference = reference();
        return hub.cached(reference)
                .orElseThrow(() -> missing("and " + reference + " is not in the Hub's cache: ./belay models "
                        + reference + " fetches it"));
    }

    private Optional<Path> local() {
        String base = adapters.config().base();
        if (base.isBlank()) {
            throw missing("which is no name");
        }
        Path seen = Path.of(base);
        Path beside = adapters.path().resolve(base);
        return Files.exists(seen) ? Optional.of(seen) : Optional.of(beside).filter(Files::exists);
    }

    private HubReference reference() {
        AdapterConfig config = adapters.config();
        if (!HubReference.isRepository(config.base())) {
            throw missing("which is not there");
        }
        return new HubReference(config.base(), config.revision() == null ? "main" : config.revision());
    }

    private InvalidInputException missing(String what) {
        return new InvalidInputException(adapters.path() + " holds adapters of \""
                + adapters.config().base() + "\", " + what + "; base_model_name_or_path of " + AdapterFolder.CONFIG
                + " may be a path or OWNER/NAME");
    }
}
