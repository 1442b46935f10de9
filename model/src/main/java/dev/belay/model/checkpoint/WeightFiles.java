package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The safetensors of a folder being saved: one file, or shards and the index that lists them. */
final class WeightFiles {
    /** Above this a model is cut into shards unless the caller says otherwise; as transformers 4 did. */
    static final long MAX_SHARD_BYTES = 5_000_000_000L;

    private static final String WEIGHTS = "model(-\\d{5}-of-\\d{5})?\\.safetensors";

    private final Function<StoredTensor, TensorType> storedAs;

    /** @param storedAs the type to write a tensor in */
    WeightFiles(Function<StoredTensor, TensorType> storedAs) {
        this.storedAs = storedAs;
    }

    /** Puts tensors into the files they were read from. */
    Map<String, List<StoredTensor>> asRead(List<StoredTensor> tensors, Map<String, String> fileOf) {
        Map<String, List<StoredTensor>> files = new TreeMap<>();
        for (StoredTensor t : tensors) {
            String file = fileOf.get(t.name());
            if (file == null) {
                throw new IllegalArgumentException("tensor " + t.name() + " was in none of the shards");
            }
            files.computeIfAbsent(file, f -> new ArrayList<>()).add(t);
        }
        return files;
    }

    /** Fills file after file in order; a tensor larger than the limit has a file to itself. */
    Map<String, List<StoredTensor>> cut(List<StoredTensor> tensors, long maxShardBytes) {
        List<List<StoredTensor>> shards = new ArrayList<>();
        long room = 0;
        for (StoredTensor t : tensors) {
            long bytes = bytes(t);
            if (shards.isEmpty() || bytes > room) {
                shards.add(new ArrayList<>());
                room = maxShardBytes;
            }
            shards.getLast().add(t);
            room -= bytes;
        }
        Map<String, List<StoredTensor>> files = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++) {
            String name = shards.size() == 1
                    ? Weights.SINGLE
                    : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            files.put(name, shards.get(i));
        }
        return files;
    }

    private long bytes(StoredTensor t) {
        return t.elements() * storedAs.apply(t).bytes();
    }

    /** Writes the files, then the index if they are shards, then removes weights of an earlier model in the folder. */
    void write(Path folder, Map<String, List<StoredTensor>> files) {
        if (files.isEmpty()) {
            return;
        }
        files.forEach((name, tensors) ->
                SafetensorsWriter.write(folder.resolve(name), tensors, storedAs, Map.of("format", "pt")));
        Set<String> written = new HashSet<>(files.keySet());
        if (!written.contains(Weights.SINGLE)) {
            AtomicFile.write(folder.resolve(Weights.INDEX), Json.pretty(index(files)));
            written.add(Weights.INDEX);
        }
        removeOthers(folder, written);
    }

    private ObjectNode index(Map<String, List<StoredTensor>> files) {
        ObjectNode root = Json.object();
        long size = files.values().stream()
                .flatMap(List::stream)
                .mapToLong(this::bytes)
                .sum();
        root.putObject("metadata").put("total_size", size);
        Map<String, String> fileOf = new TreeMap<>();
        files.forEach((file, tensors) -> tensors.forEach(t -> fileOf.put(t.name(), file)));
        fileOf.forEach(root.putObject("weight_map")::put);
        return root;
    }

    /** A reader prefers model.safetensors to an index, so one left behind would hide the shards. */
    private static void removeOthers(Path folder, Set<String> written) {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                boolean weights = name.matches(WEIGHTS) || name.equals(Weights.INDEX);
                if (weights && !written.contains(name)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException("cannot clear " + folder + ": " + AtomicFile.reason(e), e);
        }
    }
}
