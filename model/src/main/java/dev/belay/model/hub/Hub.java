package dev.belay.model.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The Hugging Face Hub and the cache of what was fetched from it. */
public final class Hub {
    /** What belongs to a model beside its weights, where it has it. */
    private static final List<String> SMALL = List.of(
            HubCache.CONFIG,
            AdapterFolder.CONFIG,
            "generation_config.json",
            HubCache.TOKENIZER,
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json");

    private static final Pattern SHARD = Pattern.compile("[\\w.-]+\\.safetensors");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int MAX_DESCRIPTION = 32_000_000;

    private final HubSettings settings;
    private final Map<String, String> environment;
    private final HubConnection.Pause pause;

    Hub(HubSettings settings, Map<String, String> environment, HubConnection.Pause pause) {
        this.settings = settings;
        this.environment = environment;
        this.pause = pause;
    }

    /** As the environment of this process says. */
    public static Hub ofEnvironment() {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(System.getProperty("user.home", "."));
        return new Hub(HubSettings.of(environment, home), environment, Thread::sleep);
    }

    /** Models in the cache that can be loaded without a network. */
    public List<CachedModel> cached() {
        return HubCache.list(settings.cache());
    }

    /** The folder of a model as it lies in the cache; nothing is fetched or asked for. */
    Optional<Path> cached(HubReference reference) {
        HubCache cache = HubCache.of(settings.cache(), reference);
        return cache.commit(reference.revision()).filter(cache::isComplete).map(cache::snapshot);
    }

    /**
     * The folder of a model or of LoRA adapters, fetched if need be. A revision that is a commit and complete in the cache, with its tokenizer,
     * is not asked for again; of a branch the newest commit is asked for, and where the Hub cannot be reached or stays
     * busy, the one in the cache is taken.
     *
     * @throws InvalidInputException when it cannot be had; the message says what to do
     */
    public Path folder(HubReference reference, HubProgress progress) {
        HubCache cache = HubCache.of(settings.cache(), reference);
        Optional<String> known = cache.commit(reference.revision()).filter(cache::isComplete);
        boolean settled = HubReference.isCommit(reference.revision())
                && known.filter(cache::hasTokenizer).isPresent();
        if (known.isPresent() && (settings.offline() || settled)) {
            return cache.snapshot(known.get());
        }
        if (settings.offline()) {
            throw new InvalidInputException("model " + reference + " is not in the cache " + settings.cache()
                    + " and HF_HUB_OFFLINE forbids fetching it; unset HF_HUB_OFFLINE"
                    + (cached().isEmpty()
                            ? ""
                            : ", or name one of "
                                    + cached().stream()
                                            .map(CachedModel::reference)
                                            .toList()));
        }
        try (HubConnection connection = new HubConnection(settings, environment, pause, progress)) {
            return fetched(reference, cache, connection, progress);
        } catch (HubBusyException e) {
            if (known.isPresent()) {
                progress.onNotice(e.getMessage() + "; taking " + reference + " from the cache");
                return cache.snapshot(known.get());
            }
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            if (known.isPresent()) {
                progress.onNotice(settings.endpoint() + " cannot be reached (" + AtomicFile.reason(e) + "); taking "
                        + reference + " from the cache");
                return cache.snapshot(known.get());
            }
            throw new InvalidInputException(
                    "model " + reference + ": " + settings.endpoint() + " cannot be reached ("
                            + AtomicFile.reason(e) + ") and the model is not in the cache " + settings.cache()
                            + "; check the network, HTTPS_PROXY and HF_ENDPOINT",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidInputException(
                    "model " + reference + ": interrupted while fetching; what has arrived is kept", e);
        }
    }

    private Path fetched(HubReference reference, HubCache cache, HubConnection connection, HubProgress progress)
            throws IOException, InterruptedException {
        ObjectNode description = description(reference, connection);
        String commit = description.path("sha").asText();
        if (!HubReference.isCommit(commit)) {
            throw unexpected(reference, "sha is \"" + commit + "\", not a commit");
        }
        Map<String, HubFile> files = files(reference, description);
        HubDownload download = new HubDownload(connection, reference, progress);
        for (String name : SMALL) {
            HubFile file = files.get(name);
            if (file != null) {
                fetch(download, file, commit, cache);
            }
        }
        for (String name : weights(reference, files, download, commit, cache)) {
            HubFile file = files.get(name);
            if (file == null) {
                String named = name.equals(AdapterFolder.WEIGHTS) ? AdapterFolder.CONFIG : HubCache.INDEX;
                throw new InvalidInputException("model " + reference + ": " + named + " names " + name
                        + ", which the repository does not have");
            }
            fetch(download, file, commit, cache);
        }
        cache.remember(reference.revision(), commit);
        return cache.snapshot(commit);
    }

    private static void fetch(HubDownload download, HubFile file, String commit, HubCache cache)
            throws InterruptedException {
        download.fetch(file, commit, cache.blob(file.hash()));
        cache.show(commit, file.name(), file.hash());
    }

    private static ObjectNode description(HubReference reference, HubConnection connection)
            throws IOException, InterruptedException {
        String path = "/api/models/" + reference.repository() + "/revision/"
                + reference.revision().replace("/", "%2F") + "?blobs=true";
        try (InputStream in = connection.get(reference, path, 0).body()) {
            return Json.parseObject(in.readNBytes(MAX_DESCRIPTION), "the Hub's description of " + reference);
        }
    }

    private static InvalidInputException unexpected(HubReference reference, String what) {
        return new InvalidInputException(
                "model " + reference + ": the Hub's description of it is not understood: " + what + " (HF_ENDPOINT?)");
    }

    /** The files in the repository's root, by name. */
    private static Map<String, HubFile> files(HubReference reference, ObjectNode description) {
        Map<String, HubFile> files = new TreeMap<>();
        for (JsonNode sibling : description.path("siblings")) {
            String name = sibling.path("rfilename").asText();
            if (!SMALL.contains(name)
                    && !name.equals(HubCache.INDEX)
                    && !SHARD.matcher(name).matches()) {
                continue;
            }
            JsonNode large = sibling.path("lfs");
            String hash = large.isObject()
                    ? large.path("sha256").asText()
                    : sibling.path("blobId").asText();
            long bytes = (large.isObject() ? large : sibling).path("size").asLong(-1);
            if (!HASH.matcher(hash).matches() || bytes < 0) {
                throw unexpected(reference, "size or hash of " + name + " is missing");
            }
            files.put(name, new HubFile(name, bytes, hash));
        }
        return files;
    }

    /** The names of the files with weights: one, that of adapters, or the shards of an index, which is fetched for it. */
    private static List<String> weights(
            HubReference reference, Map<String, HubFile> files, HubDownload download, String commit, HubCache cache)
            throws InterruptedException {
        if (!files.containsKey(HubCache.CONFIG) && files.containsKey(AdapterFolder.CONFIG)) {
            return List.of(AdapterFolder.WEIGHTS);
        }
        HubFile index = files.get(HubCache.INDEX);
        if (files.containsKey(HubCache.SINGLE) || index == null) {
            if (!files.containsKey(HubCache.SINGLE) || !files.containsKey(HubCache.CONFIG)) {
                throw new InvalidInputException("model " + reference + " has no " + HubCache.CONFIG + " or no "
                        + HubCache.SINGLE
                        + "; belay reads safetensors only, never pickles such as pytorch_model.bin. It has "
                        + new TreeSet<>(files.keySet()));
            }
            return List.of(HubCache.SINGLE);
        }
        fetch(download, index, commit, cache);
        List<String> shards =
                new ArrayList<>(HubCache.shards(cache.snapshot(commit).resolve(HubCache.INDEX)));
        if (shards.isEmpty()
                || !shards.stream().allMatch(name -> SHARD.matcher(name).matches())) {
            throw new InvalidInputException("model " + reference + ": " + HubCache.INDEX
                    + " names no files, or names that are no safetensors: " + shards);
        }
        return shards;
    }
}
