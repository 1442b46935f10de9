package dev.belay.loop.run;

import dev.belay.loop.recipe.Spelling;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.gguf.GgufModel;
import dev.belay.model.hub.AdapterBase;
import dev.belay.model.hub.Hub;
import dev.belay.model.hub.HubProgress;
import dev.belay.model.hub.HubReference;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a recipe's {@code model} lies on disk. */
public final class ModelReference {
    private static final String EMBEDDED = "belay:";

    private ModelReference() {}

    /**
     * The folder of {@code belay:NAME}, of {@code hf:owner/name[@revision]}, which is fetched if need be, or the folder (of a
     * model, or of LoRA adapters) or GGUF file at a path. Embedded models lie in {@code assets/} below the folder that the launcher names in the system
     * property {@code belay.home}, or on the class path.
     *
     * @param downloads hears how fetching goes
     * @throws InvalidInputException when there is no such model; the message names the choices
     */
    public static Path folder(String model, HubProgress downloads) {
        if (model.startsWith(HubReference.PREFIX)) {
            Path folder = Hub.ofEnvironment().folder(HubReference.parse(model), downloads);
            return AdapterFolder.is(folder) ? withBase(folder, downloads) : folder;
        }
        if (model.startsWith(EMBEDDED)) {
            return embedded(model.substring(EMBEDDED.length()));
        }
        Path folder = Path.of(model);
        if (GgufModel.is(folder)) {
            ModelFile.require(folder);
            return folder;
        }
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(
                    "model " + model + ": no such folder or file; give belay:NAME (known: " + String.join(", ", names())
                            + "), hf:OWNER/NAME, or the path of a Hugging Face folder, a PEFT folder of adapters or a GGUF file");
        }
        if (AdapterFolder.is(folder)) {
            return withBase(folder, downloads);
        }
        if (!Files.exists(folder.resolve("config.json"))) {
            throw new InvalidInputException("model " + model + ": there is no config.json in this folder, so it is not "
                    + "a Hugging Face folder");
        }
        return folder;
    }

    /** Adapters are loaded with the model they belong to, which is fetched too. */
    private static Path withBase(Path adapters, HubProgress downloads) {
        AdapterBase.of(AdapterFolder.open(adapters)).fetch(downloads);
        return adapters;
    }

    /** Names of the embedded models. */
    public static List<String> names() {
        Path assets = assets();
        return assets == null
                ? List.of()
                : Disk.list(assets).stream()
                        .filter(p -> Files.exists(p.resolve("config.json")))
                        .map(p -> p.getFileName().toString())
                        .toList();
    }

    private static Path embedded(String name) {
        Path assets = assets();
        if (assets == null) {
            throw new InvalidInputException("model belay:" + name + ": the embedded models were not found; start belay "
                    + "with its launcher, or set -Dbelay.home to the folder that holds assets/");
        }
        if (!names().contains(name)) {
            throw new InvalidInputException(Spelling.unknown("embedded model", name, names()));
        }
        return assets.resolve(name);
    }

    private static @Nullable Path assets() {
        String home = System.getProperty("belay.home");
        if (home != null) {
            return Path.of(home, "assets");
        }
        URL resource = ModelReference.class.getResource("/assets");
        try {
            return resource != null && resource.getProtocol().equals("file") ? Path.of(resource.toURI()) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
