package dev.belay.model.hub;

import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.JsonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The folder of one model in the cache, in the layout of Python's huggingface_hub. */
record HubCache(Path root) {
    static final String CONFIG = "config.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    static HubCache of(Path cache, HubReference reference) {
        return new HubCache(cache.resolve(reference.folder()));
    }

    /** The commit that a revision stood for when it was last fetched. */
    Optional<String> commit(String revision) {
        if (HubReference.isCommit(revision)) {
            return Files.isDirectory(snapshot(revision)) ? Optional.of(revision) : Optional.empty();
        }
        Path ref = root.resolve("refs").resolve(revision);
        try {
            return Files.isRegularFile(ref)
                    ? Optional.of(Files.readString(ref).strip()).filter(HubReference::isCommit)
                    : Optional.empty();
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + ref + ": " + AtomicFile.reason(e), e);
        }
    }

    void remember(String revision, String commit) {
        if (!HubReference.isCommit(revision)) {
            Path ref = root.resolve("refs").resolve(revision);
            AtomicFile.createFolder(ref.resolveSibling(""));
            AtomicFile.write(ref, commit.getBytes(StandardCharsets.UTF_8));
        }
    }

    Path snapshot(String commit) {
        return root.resolve("snapshots").resolve(commit);
    }

    Path blob(String hash) {
        return root.resolve("blobs").resolve(hash);
    }

    /** Whether configuration and weights are there. */
    boolean isComplete(String commit) {
        Path folder = snapshot(commit);
        if (AdapterFolder.is(folder)) {
            return Files.isRegularFile(folder.resolve(AdapterFolder.WEIGHTS));
        }
        if (!Files.isRegularFile(folder.resolve(CONFIG))) {
            return false;
        }
        return Files.isRegularFile(folder.resolve(INDEX))
                ? shards(folder.resolve(INDEX)).stream().allMatch(s -> Files.isRegularFile(folder.resolve(s)))
                : Files.isRegularFile(folder.resolve(SINGLE));
    }

    /** A snapshot of another program may hold what that program asked for, such as the weights alone. Adapters need none. */
    boolean hasTokenizer(String commit) {
        Path folder = snapshot(commit);
        return Files.isRegularFile(folder.resolve(TOKENIZER)) || AdapterFolder.is(folder);
    }

    /** The files that an index names, each once. */
    static List<String> shards(Path index) {
        TreeSet<String> files = new TreeSet<>();
        JsonFile.read(index).path("weight_map").forEach(file -> files.add(file.asText()));
        return List.copyOf(files);
    }

    /** Shows a blob under its name in a snapshot: a link where the file system has them, else a copy. */
    void show(String commit, String name, String hash) {
        Path folder = snapshot(commit);
        Path link = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Path target = folder.relativize(blob(hash));
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
                return;
            }
            Path fresh = link.resolveSibling(name + ".part");
            Files.deleteIfExists(fresh);
            try {
                Files.createSymbolicLink(fresh, target);
            } catch (UnsupportedOperationException | IOException e) {
                Files.copy(blob(hash), fresh, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(fresh, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new InvalidInputException("cannot write " + link + ": " + AtomicFile.reason(e), e);
        }
    }

    /** Everything in the cache that can be loaded. */
    static List<CachedModel> list(Path cache) {
        List<CachedModel> models = new ArrayList<>();
        for (Path folder : children(cache)) {
            String name = folder.getFileName().toString();
            if (name.startsWith("models--")) {
                String repository = name.substring("models--".length()).replace("--", "/");
                HubCache model = new HubCache(folder);
                for (Path snapshot : children(folder.resolve("snapshots"))) {
                    String commit = snapshot.getFileName().toString();
                    if (model.isComplete(commit)) {
                        models.add(new CachedModel(repository, model.names(commit), commit, snapshot, size(snapshot)));
                    }
                }
            }
        }
        return models;
    }

    /** The revisions that stand for a commit. */
    private List<String> names(String commit) {
        Path refs = root.resolve("refs");
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(refs)) {
            try (Stream<Path> files = Files.walk(refs)) {
                files.filter(Files::isRegularFile)
                        .map(f -> refs.relativize(f).toString())
                        .filter(name -> commit(name).equals(Optional.of(commit)))
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new InvalidInputException("cannot read " + refs + ": " + AtomicFile.reason(e), e);
            }
        }
        return names;
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + folder + ": " + AtomicFile.reason(e), e);
        }
    }

    private static long size(Path snapshot) {
        long bytes = 0;
        for (Path file : children(snapshot)) {
            try {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            } catch (IOException e) {
                throw new InvalidInputException("cannot read " + file + ": " + AtomicFile.reason(e), e);
            }
        }
        return bytes;
    }
}
