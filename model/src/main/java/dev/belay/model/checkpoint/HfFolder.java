package dev.belay.model.checkpoint;

import dev.belay.model.InvalidInputException;
import dev.belay.model.chat.ChatTemplate;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import dev.belay.model.files.JsonFile;
import dev.belay.model.files.JsonKeys;
import dev.belay.model.tokenizer.HfTokenizer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Hugging Face model folder without its weights: config.json, generation_config.json and the tokenizer's files, held in
 * memory so that a model can be saved after the folder it came from is gone.
 *
 * <pre>{@code
 * HfFolder folder = HfFolder.open(path);
 * try (Weights weights = folder.weights()) {           // mapped, checked against config.json
 *     for (ParameterShape p : folder.config().parameters()) {
 *         StoredTensor t = weights.get(p);              // copy what is to be trained
 *     }
 * }
 * folder.save(out, tensors, null);                      // every tensor in the type it was loaded in
 * }</pre>
 */
public final class HfFolder {
    static final String GENERATION = "generation_config.json";

    private static final String TOKENIZER = "tokenizer.json";

    /** What templates that ask for the date are told: the day Llama 3.1's names when it is told none, so that runs repeat. */
    private static final InstantSource CHAT_CLOCK = InstantSource.fixed(Instant.parse("2024-07-26T12:00:00Z"));

    /** Everything that travels with a model untouched. */
    private static final List<String> COMPANIONS = List.of(
            GENERATION,
            TOKENIZER,
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json");

    private final @Nullable Path path;
    private final ConfigFile configFile;
    private final Companions companions;
    private final Map<String, TensorType> storedTypes;
    private final Map<String, String> shardOf = new TreeMap<>();
    private final @Nullable Supplier<TensorSource> source;
    private final Set<Integer> stopIds;
    private final @Nullable AdapterFolder adapter;

    private HfFolder(
            @Nullable Path path,
            ConfigFile configFile,
            Companions companions,
            Map<String, TensorType> storedTypes,
            @Nullable Supplier<TensorSource> source,
            @Nullable AdapterFolder adapter) {
        this.path = path;
        this.adapter = adapter;
        this.source = source;
        this.configFile = configFile;
        this.companions = companions;
        this.storedTypes = storedTypes;
        this.stopIds = stopIds(configFile.model(), companions.get(GENERATION), String.valueOf(path));
    }

    /** Reads the small files; {@link #weights} reads the large ones. */
    public static HfFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new InvalidInputException("a model must be a folder with config.json and model.safetensors; " + path
                    + (Files.exists(path) ? " is not a folder" : " does not exist"));
        }
        Path config = path.resolve(ConfigFile.NAME);
        if (Files.exists(path.resolve(AdapterFolder.CONFIG))) {
            throw new InvalidInputException(path + " holds a model (" + ConfigFile.NAME + ") and adapters of one ("
                    + AdapterFolder.CONFIG + "); which is meant cannot be told, move one of them elsewhere");
        }
        ConfigFile parsed = ConfigFile.parse(JsonFile.bytes(config), config.toString(), () -> storedLabels(path));
        return new HfFolder(path, parsed, companions(path), new TreeMap<>(), null, null);
    }

    private static Companions companions(Path folder) {
        Map<String, byte[]> companions = new TreeMap<>();
        for (String name : COMPANIONS) {
            if (Files.isRegularFile(folder.resolve(name))) {
                companions.put(name, JsonFile.bytes(folder.resolve(name)));
            }
        }
        return Companions.of(companions);
    }

    private static int storedLabels(Path folder) {
        long rows = Weights.rows(folder, OutputHead.Classification.WEIGHT).orElse(HeadKeys.USUAL_LABELS);
        return (int) Math.min(rows, Integer.MAX_VALUE);
    }

    /**
     * A model that lies in a file of another format.
     *
     * @param path that file
     * @param companions what makes tokenizer.json and what else belongs beside config.json, by file name; each is asked
     *     once, when its file is needed
     * @param type what {@link #save} stores the tensors in when nothing else is asked for
     * @param source opens the tensors; called for each {@link #tensors}
     */
    public static HfFolder of(
            Path path,
            ConfigFile config,
            Map<String, Supplier<byte[]>> companions,
            TensorType type,
            Supplier<TensorSource> source) {
        return new HfFolder(path, config, Companions.madeBy(companions), types(config.model(), type), source, null);
    }

    /**
     * A folder for a new model.
     *
     * @param type what {@link #save} stores the tensors in when nothing else is asked for
     * @param tokenizerFiles tokenizer.json and what else belongs to it, by file name
     */
    public static HfFolder create(ModelConfig config, TensorType type, Map<String, byte[]> tokenizerFiles) {
        return new HfFolder(
                null, ConfigFile.of(config, type), Companions.of(tokenizerFiles), types(config, type), null, null);
    }

    /**
     * This model with LoRA adapters of it. Tokenizer and chat template that lie beside the adapters take the place of the
     * model's: they were trained with those.
     */
    public HfFolder with(AdapterFolder adapters) {
        return new HfFolder(
                path, configFile, companions.under(companions(adapters.path())), storedTypes, source, adapters);
    }

    /**
     * A new model with the blocks of this one, to be read from {@link #mergedTensors}, and a head of its own.
     *
     * @throws InvalidInputException when this is a classifier already
     */
    public HfFolder withNewHead(OutputHead.Classification head) {
        requireLanguageModel();
        return new HfFolder(null, configFile.withHead(head), companions, storedTypes, null, null);
    }

    /** The adapters that lie over this model, if any. */
    public Optional<AdapterFolder> adapter() {
        return Optional.ofNullable(adapter);
    }

    private static Map<String, TensorType> types(ModelConfig config, TensorType type) {
        Map<String, TensorType> types = new TreeMap<>();
        config.parameters().forEach(p -> types.put(p.name(), type));
        return types;
    }

    private static Set<Integer> stopIds(ModelConfig config, byte @Nullable [] generation, String folder) {
        Set<Integer> ids = new TreeSet<>(config.eosTokenIds());
        if (generation != null) {
            String place = folder + "/" + GENERATION;
            JsonKeys keys = new JsonKeys(Json.parseObject(generation, place), place);
            for (int id : keys.ids("eos_token_id")) {
                if (id >= config.vocabSize()) {
                    throw keys.wrong("eos_token_id", "below the vocab_size of config.json, " + config.vocabSize());
                }
                ids.add(id);
            }
        }
        return Collections.unmodifiableSet(ids);
    }

    public ModelConfig config() {
        return configFile.model();
    }

    /**
     * This folder, if its model predicts tokens.
     *
     * @throws InvalidInputException when it is a classifier
     */
    public HfFolder requireLanguageModel() {
        if (!(config().head() instanceof OutputHead.NextToken)) {
            throw new InvalidInputException(place() + " is a " + config().architecture()
                    + ": its head gives logits of labels and no next tokens; a language model is needed here, such as"
                    + " a "
                    + config().family().architecture(OutputHead.NEXT_TOKEN));
        }
        return this;
    }

    /**
     * The classification head of this folder's model.
     *
     * @throws InvalidInputException when it has none
     */
    public OutputHead.Classification requireClassifier() {
        if (config().head() instanceof OutputHead.Classification head) {
            return head;
        }
        String family = config().family().name();
        throw new InvalidInputException(place() + " is a " + config().architecture()
                + ", which has no classification head; a " + family + "ForSequenceClassification or " + family
                + "ForTokenClassification is needed here");
    }

    /** The end-of-sequence ids of config.json and generation_config.json. */
    public Set<Integer> stopIds() {
        return stopIds;
    }

    /**
     * The tokenizer of tokenizer.json.
     *
     * @throws InvalidInputException when the folder has none, or it lacks ids that the configuration names
     */
    public HfTokenizer tokenizer() {
        byte[] json = companions.get(TOKENIZER);
        if (json == null) {
            throw new InvalidInputException(place() + " has no tokenizer.json; other tokenizer files are not read"
                    + " (AutoTokenizer.from_pretrained(…).save_pretrained(…) writes one)");
        }
        // A file of another format has no such file beside it.
        String at = source == null ? place() + "/" + TOKENIZER : place() + ": its tokenizer";
        HfTokenizer tokenizer = HfTokenizer.of(json, at);
        Map<Integer, String> named = new TreeMap<>();
        stopIds.forEach(id -> named.put(
                id,
                config().eosTokenIds().contains(id) ? "eos_token_id of config.json" : "eos_token_id of " + GENERATION));
        put(named, config().bosTokenId(), "bos_token_id of config.json");
        put(named, config().padTokenId(), "pad_token_id of config.json");
        return tokenizer
                .forModel(named, config().vocabSize())
                .withChatFormat(
                        ChatTemplate.of(companions.all(), place(), CHAT_CLOCK).map(template -> template));
    }

    private static void put(Map<Integer, String> named, @Nullable Integer id, String where) {
        if (id != null) {
            named.putIfAbsent(id, where);
        }
    }

    /** Where messages say the model is. */
    public String place() {
        return path == null ? "new model" : path.toString();
    }

    /** The folder or file it was read from, without adapters; empty for a new model. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /** The tensors, from whatever file they lie in, without adapters. To be closed. */
    public TensorSource tensors() {
        return source == null ? weights() : source.get();
    }

    /** Maps the tensors and checks names, shapes and values against config.json. To be closed. */
    public Weights weights() {
        if (path == null || source != null) {
            throw new IllegalStateException(place() + " has no safetensors");
        }
        Weights weights = Weights.open(path);
        try {
            weights.require(config());
            weights.all().forEach(t -> storedTypes.put(t.name(), t.type()));
            shardOf.putAll(weights.shardOf());
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /**
     * Writes this model as a folder, as it is, without running it; adapters are merged. Needs memory for its numbers in fp32.
     *
     * @param type what the numbers are stored in
     */
    public void convert(Path folder, TensorType type) {
        try (TensorSource source = mergedTensors();
                Arena arena = Arena.ofConfined()) {
            List<StoredTensor> tensors = new ArrayList<>();
            for (ParameterShape p : config().parameters()) {
                MemorySegment values = arena.allocate(p.elements() * Float.BYTES, Float.BYTES);
                source.read(p, values);
                List<Long> shape = p.shape().stream().map(Integer::longValue).toList();
                tensors.add(new StoredTensor(p.name(), TensorType.F32, shape, values));
            }
            save(folder, tensors, type);
        }
    }

    /** The tensors with adapters merged into them. To be closed. */
    public TensorSource mergedTensors() {
        TensorSource base = tensors();
        return adapter == null ? base : adapter.over(base, config());
    }

    /**
     * Writes adapters of this model as a folder that PEFT loads, with the tokenizer's files.
     *
     * @param folder created if missing; files of the same names are replaced one by one, each atomically
     */
    public void saveAdapters(Path folder, AdapterConfig adapters, List<LowRank> weights) {
        Map<String, byte[]> tokenizerFiles = companions.all();
        tokenizerFiles.remove(GENERATION);
        AdapterFolder.save(folder, adapters, config(), weights, tokenizerFiles);
    }

    /**
     * Writes a folder that transformers loads. config.json comes last, so a folder without one is an unfinished one.
     *
     * @param folder created if missing; files of the same names are replaced one by one, each atomically
     * @param tensors the model's parameters under the names of {@link ModelConfig#parameters()}
     * @param type null stores each tensor in the type it was loaded in
     */
    public void save(Path folder, List<StoredTensor> tensors, @Nullable TensorType type) {
        save(folder, tensors, type, 0);
    }

    /**
     * As {@link #save(Path, List, TensorType)}, in files of a chosen size.
     *
     * @param maxShardBytes most bytes of tensors in a file; 0 keeps the shards the model was read from, or, if it was read
     *     from a single file or none, makes shards of 5 GB
     */
    public void save(Path folder, List<StoredTensor> tensors, @Nullable TensorType type, long maxShardBytes) {
        AtomicFile.createFolder(folder);
        Function<StoredTensor, TensorType> storedAs =
                t -> type != null ? type : storedTypes.getOrDefault(t.name(), t.type());
        WeightFiles files = new WeightFiles(storedAs);
        boolean asRead = maxShardBytes == 0 && !shardOf.isEmpty();
        files.write(
                folder,
                asRead
                        ? files.asRead(tensors, shardOf)
                        : files.cut(tensors, maxShardBytes > 0 ? maxShardBytes : WeightFiles.MAX_SHARD_BYTES));
        Map<String, byte[]> small = new LinkedHashMap<>(companions.all());
        small.put(ConfigFile.NAME, configText(tensors, storedAs, type));
        small.forEach((name, bytes) -> AtomicFile.write(folder.resolve(name), bytes));
    }

    private byte[] configText(
            List<StoredTensor> tensors, Function<StoredTensor, TensorType> storedAs, @Nullable TensorType type) {
        // A mixed checkpoint saved as it was loaded keeps whatever its config.json said.
        boolean unchanged = tensors.isEmpty() || (type == null && !storedTypes.isEmpty());
        return unchanged ? configFile.text() : configFile.textFor(storedAs.apply(tensors.getFirst()));
    }
}
