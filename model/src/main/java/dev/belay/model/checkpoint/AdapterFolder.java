package dev.belay.model.checkpoint;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.JsonFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * LoRA adapters as PEFT stores them: adapter_config.json, which names the model they belong to, and
 * adapter_model.safetensors with an A (rank, in) and a B (out, rank) for each adapted projection.
 */
public final class AdapterFolder {
    /** Written last, so a folder without it is an unfinished one. */
    public static final String CONFIG = "adapter_config.json";

    /** Holds A and B of every adapted projection. */
    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final String PREFIX = "base_model.model.";
    private static final String WEIGHT = ".weight";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    private final Path path;
    private final AdapterConfig config;

    private AdapterFolder(Path path, AdapterConfig config) {
        this.path = path;
        this.config = config;
    }

    /** Whether a folder holds adapters and not a model. */
    public static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG)) && Files.notExists(folder.resolve(ConfigFile.NAME));
    }

    /** Reads the configuration; {@link #weights} reads the rest. */
    public static AdapterFolder open(Path folder) {
        Path file = folder.resolve(CONFIG);
        return new AdapterFolder(folder, AdapterConfig.parse(JsonFile.bytes(file), file.toString()));
    }

    public Path path() {
        return path;
    }

    public AdapterConfig config() {
        return config;
    }

    public LoraPlan plan() {
        return config.plan();
    }

    /**
     * The adapters in the order of the model's parameters.
     *
     * @throws InvalidInputException naming a tensor that is missing, has another shape, is not finite, or belongs to no
     *     projection of the model
     */
    public List<LowRank> weights(ModelConfig model) {
        Path file = path.resolve(WEIGHTS);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(path + " has " + CONFIG + " and no " + WEIGHTS);
        }
        try (Arena arena = Arena.ofConfined()) {
            Map<String, StoredTensor> stored = new TreeMap<>();
            SafetensorsReader.map(file, arena).forEach(t -> stored.put(t.name(), t));
            List<LowRank> adapters = new ArrayList<>();
            for (ParameterShape p : model.parameters()) {
                String module = PREFIX + stem(p);
                if (p.isProjection() && (stored.containsKey(module + A) || stored.containsKey(module + B))) {
                    int rank = config.rank(stem(p));
                    float[] a = take(stored, module + A, List.of((long) rank, (long)
                            p.shape().getLast()));
                    float[] b =
                            take(stored, module + B, List.of((long) p.shape().getFirst(), (long) rank));
                    adapters.add(new LowRank(p, rank, config.scale(stem(p)), a, b));
                }
            }
            if (!stored.isEmpty() || adapters.isEmpty()) {
                throw new InvalidInputException(file + ": "
                        + (stored.isEmpty()
                                ? "it has no adapters of projections in the blocks of a "
                                : "belay reads adapters of projections in blocks, and this is none: "
                                        + firstFew(stored.keySet()) + ", over a ")
                        + model.architecture() + " (" + config.base() + ")");
            }
            return adapters;
        }
    }

    /** A projection as PEFT names its module. */
    static String stem(ParameterShape p) {
        return p.name().substring(0, p.name().length() - (p.name().endsWith(WEIGHT) ? WEIGHT.length() : 0));
    }

    private static String firstFew(Set<String> names) {
        return String.join(", ", names.stream().limit(3).toList()) + (names.size() > 3 ? ", …" : "");
    }

    private float[] take(Map<String, StoredTensor> stored, String name, List<Long> shape) {
        StoredTensor t = stored.remove(name);
        if (t == null || !t.shape().equals(shape)) {
            throw new InvalidInputException(path.resolve(WEIGHTS) + ": tensor " + name + " must have shape " + shape
                    + " by " + CONFIG + ", got " + (t == null ? "nothing" : t.shape()));
        }
        long bad = t.type().firstNonFinite(t.data(), t.elements());
        if (bad >= 0) {
            throw new InvalidInputException(path.resolve(WEIGHTS) + ": tensor " + name + " has "
                    + t.type().get(t.data(), bad) + " at element " + bad + "; weights must be finite");
        }
        return t.toFloats();
    }

    /** A model's tensors with the adapters merged into them, in fp32. */
    TensorSource over(TensorSource base, ModelConfig model) {
        Map<String, LowRank> adapters = new LinkedHashMap<>();
        weights(model).forEach(w -> adapters.put(w.parameter().name(), w));
        return new TensorSource() {
            @Override
            public void read(ParameterShape parameter, MemorySegment to) {
                base.read(parameter, to);
                LowRank adapter = adapters.get(parameter.name());
                if (adapter != null) {
                    adapter.addTo(to);
                }
            }

            @Override
            public void close() {
                base.close();
            }
        };
    }

    /**
     * Writes adapters as PEFT loads them.
     *
     * @param folder created if missing; files of the same names are replaced one by one, each atomically
     * @param model they belong to
     * @param tokenizerFiles what is to lie beside them, by file name
     */
    static void save(
            Path folder,
            AdapterConfig config,
            ModelConfig model,
            List<LowRank> weights,
            Map<String, byte[]> tokenizerFiles) {
        AtomicFile.createFolder(folder);
        List<StoredTensor> tensors = new ArrayList<>();
        for (LowRank w : weights) {
            String module = stem(w.parameter());
            long rank = w.rank();
            tensors.add(tensor(
                    PREFIX + module + A,
                    List.of(rank, (long) w.parameter().shape().getLast()),
                    w.a()));
            tensors.add(tensor(
                    PREFIX + module + B, List.of((long) w.parameter().shape().getFirst(), rank), w.b()));
        }
        SafetensorsWriter.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
        tokenizerFiles.forEach((name, bytes) -> AtomicFile.write(folder.resolve(name), bytes));
        AtomicFile.write(folder.resolve(CONFIG), config.withPatternsOf(weights).text(targets(model, weights)));
    }

    /** Projections by the last part of their names, in full where some layers have an adapter of that name and others not. */
    private static Set<String> targets(ModelConfig model, List<LowRank> weights) {
        List<String> stems = weights.stream().map(w -> stem(w.parameter())).toList();
        Map<String, Integer> layers = new TreeMap<>();
        stems.forEach(stem -> layers.merge(lastPart(stem), 1, Integer::sum));
        Set<String> targets = new TreeSet<>();
        stems.forEach(
                stem -> targets.add(layers.getOrDefault(lastPart(stem), 0) == model.layers() ? lastPart(stem) : stem));
        return targets;
    }

    private static String lastPart(String stem) {
        return stem.substring(stem.lastIndexOf('.') + 1);
    }

    private static StoredTensor tensor(String name, List<Long> shape, float[] values) {
        MemorySegment data = Arena.ofAuto().allocate((long) values.length * Float.BYTES, Float.BYTES);
        MemorySegment.copy(MemorySegment.ofArray(values), 0, data, 0, data.byteSize());
        return new StoredTensor(name, TensorType.F32, shape, data);
    }
}
