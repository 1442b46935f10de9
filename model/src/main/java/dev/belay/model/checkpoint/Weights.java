package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import dev.belay.model.files.JsonFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tensors of a checkpoint folder by name, mapped from {@code model.safetensors} or from the shards that
 * {@code model.safetensors.index.json} lists. Closing unmaps them.
 */
public final class Weights implements TensorSource {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final Set<String> PICKLES = Set.of(".bin", ".pt", ".pth", ".ckpt", ".pkl");

    private final Path folder;
    private final Arena arena;
    private final Map<String, StoredTensor> tensors;

    private Weights(Path folder, Arena arena, Map<String, StoredTensor> tensors) {
        this.folder = folder;
        this.arena = arena;
        this.tensors = tensors;
    }

    /** Maps the files and checks that every number is finite; {@link #require} checks that they fit a model. */
    public static Weights open(Path folder) {
        Arena arena = Arena.ofShared();
        try {
            Weights weights = new Weights(folder, arena, map(folder, arena));
            weights.tensors.values().forEach(weights::requireFinite);
            return weights;
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private static Map<String, StoredTensor> map(Path folder, Arena arena) {
        Path single = folder.resolve(SINGLE);
        if (Files.isRegularFile(single)) {
            Map<String, StoredTensor> byName = new LinkedHashMap<>();
            SafetensorsReader.map(single, arena).forEach(t -> byName.put(t.name(), t));
            return byName;
        }
        if (Files.isRegularFile(folder.resolve(INDEX))) {
            return mapShards(folder, arena);
        }
        throw new InvalidInputException(folder + " has neither " + SINGLE + " nor " + INDEX + pickles(folder));
    }

    private static String pickles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> found = files.map(f -> f.getFileName().toString())
                    .filter(name -> PICKLES.stream().anyMatch(name::endsWith))
                    .sorted()
                    .toList();
            return found.isEmpty()
                    ? ""
                    : "; " + found + " is not read: a pickle can run any program when it is opened. Save the model with"
                            + " safetensors instead (save_pretrained does so by default)";
        } catch (IOException e) {
            return "";
        }
    }

    private static Map<String, StoredTensor> mapShards(Path folder, Arena arena) {
        Map<String, String> shardOf = readIndex(folder.resolve(INDEX));
        Map<String, StoredTensor> byName = new LinkedHashMap<>();
        for (String shard : new TreeSet<>(shardOf.values())) {
            Path file = folder.resolve(shard);
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException(
                        folder.resolve(INDEX) + " names the shard " + shard + ", which is not in the folder");
            }
            for (StoredTensor t : SafetensorsReader.map(file, arena)) {
                if (!shard.equals(shardOf.get(t.name()))) {
                    throw new InvalidInputException(file + ": tensor " + t.name() + " is not listed for this shard in "
                            + INDEX + " (listed: " + shardOf.getOrDefault(t.name(), "nowhere") + ")");
                }
                byName.put(t.name(), t);
            }
        }
        for (Map.Entry<String, String> listed : shardOf.entrySet()) {
            if (!byName.containsKey(listed.getKey())) {
                throw new InvalidInputException(folder.resolve(listed.getValue()) + ": tensor " + listed.getKey()
                        + " is missing, " + INDEX + " lists it there");
            }
        }
        return byName;
    }

    private static Map<String, String> readIndex(Path index) {
        ObjectNode root = JsonFile.read(index);
        if (!(root.path("weight_map") instanceof ObjectNode map)) {
            throw new InvalidInputException(index + ": weight_map must be an object from tensor to file, got "
                    + Json.kind(root.path("weight_map")));
        }
        Map<String, String> shardOf = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            String shard = field.getValue().asText();
            if (!field.getValue().isTextual() || !shard.matches("[A-Za-z0-9_.-]+\\.safetensors")) {
                throw new InvalidInputException(index + ": tensor " + field.getKey()
                        + ": must name a .safetensors file of the same folder, got " + Json.kind(field.getValue()));
            }
            shardOf.put(field.getKey(), shard);
        }
        return shardOf;
    }

    /**
     * The rows of a tensor of a folder, whose numbers are not looked at.
     *
     * @return empty when there is no such matrix
     */
    static OptionalLong rows(Path folder, String tensor) {
        try (Arena arena = Arena.ofShared()) {
            StoredTensor t = map(folder, arena).get(tensor);
            return t == null || t.shape().size() != 2
                    ? OptionalLong.empty()
                    : OptionalLong.of(t.shape().getFirst());
        }
    }

    private void requireFinite(StoredTensor t) {
        long bad = t.type().firstNonFinite(t.data(), t.elements());
        if (bad >= 0) {
            throw new InvalidInputException(folder + ": tensor " + t.name() + " has "
                    + t.type().get(t.data(), bad) + " at element " + bad + "; weights must be finite");
        }
    }

    /** The file of each tensor by the index; empty when all are in one file. */
    Map<String, String> shardOf() {
        return Files.isRegularFile(folder.resolve(SINGLE)) ? Map.of() : readIndex(folder.resolve(INDEX));
    }

    /** Every tensor, in the order of the files. */
    public Collection<StoredTensor> all() {
        return tensors.values();
    }

    @Override
    public void read(ParameterShape parameter, MemorySegment to) {
        StoredTensor t = get(parameter);
        t.type().toFp32(t.data(), to, parameter.elements());
    }

    /**
     * The tensor of that name.
     *
     * @throws InvalidInputException when it is not there or has another shape
     */
    public StoredTensor get(ParameterShape parameter) {
        StoredTensor t = tensors.get(parameter.name());
        List<Long> shape = parameter.shape().stream().map(Integer::longValue).toList();
        if (t == null) {
            throw new InvalidInputException(folder + ": tensor " + parameter.name()
                    + " is missing; config.json asks for" + " it with shape " + shape);
        }
        if (!t.shape().equals(shape)) {
            throw new InvalidInputException(folder + ": tensor " + parameter.name() + " must have shape " + shape
                    + " by config.json, got " + t.shape());
        }
        return t;
    }

    /**
     * Checks that the tensors are exactly those of the model.
     *
     * @throws InvalidInputException naming tensors that are missing, have another shape, or are not part of the model
     */
    public void require(ModelConfig config) {
        Set<String> unknown = new TreeSet<>(tensors.keySet());
        for (ParameterShape parameter : config.parameters()) {
            get(parameter);
            unknown.remove(parameter.name());
        }
        unknown.removeIf(name -> name.endsWith(".rotary_emb.inv_freq"));
        switch (config.head()) {
            case OutputHead.NextToken() -> {
                if (config.tiedEmbeddings()) {
                    requireSameAsEmbedding(config);
                    unknown.remove(OutputHead.NextToken.WEIGHT);
                }
            }
            // Some were made from a language model whose head was left in; transformers passes over it too.
            case OutputHead.Classification _ -> unknown.remove(OutputHead.NextToken.WEIGHT);
        }
        if (!unknown.isEmpty()) {
            List<String> first = new ArrayList<>(unknown).subList(0, Math.min(5, unknown.size()));
            throw new InvalidInputException(folder + ": " + unknown.size() + " tensors are not part of a "
                    + config.architecture() + " with this config.json: " + String.join(", ", first)
                    + (unknown.size() > first.size() ? ", …" : ""));
        }
    }

    /** Some tools store the tied head a second time; one that differs means that the config is wrong. */
    private void requireSameAsEmbedding(ModelConfig config) {
        StoredTensor head = tensors.get(OutputHead.NextToken.WEIGHT);
        if (head != null) {
            StoredTensor embedding = get(config.parameters().getFirst());
            if (head.type() != embedding.type() || head.data().mismatch(embedding.data()) >= 0) {
                throw new InvalidInputException(folder + ": tensor " + head.name() + " differs from " + embedding.name()
                        + " although config.json says tie_word_embeddings");
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
