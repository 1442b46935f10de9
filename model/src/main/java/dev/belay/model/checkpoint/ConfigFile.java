package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import dev.belay.model.files.JsonKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A config.json: the numbers of the model in it, and the text itself, which is written back as it was read.
 *
 * <p>Keys that say nothing about the arithmetic are kept and ignored. Keys that change it, at values this engine does not
 * compute, and keys nobody here knows are refused by name (see {@link ConfigRules}): a model that loads but computes
 * something else is the worst outcome.
 */
public final class ConfigFile {
    static final String NAME = "config.json";

    private final ObjectNode root;
    private final byte[] text;
    private final ModelConfig model;

    private ConfigFile(ObjectNode root, byte[] text, String place, IntSupplier storedLabels) {
        this.root = root;
        this.text = text;
        this.model = parse(new JsonKeys(root, place), storedLabels);
    }

    /** @param place the file, for messages */
    public static ConfigFile parse(byte[] text, String place) {
        return parse(text, place, () -> HeadKeys.USUAL_LABELS);
    }

    /**
     * As {@link #parse(byte[], String)}.
     *
     * @param storedLabels rows of the stored classification head; asked for when the text describes a classifier and does
     *     not say how many labels it has
     */
    static ConfigFile parse(byte[] text, String place, IntSupplier storedLabels) {
        return new ConfigFile(Json.parseObject(text, place), text, place, storedLabels);
    }

    /** The config.json of a new model, with the keys that transformers 4 and 5 both read. */
    public static ConfigFile of(ModelConfig model, TensorType type) {
        ObjectNode root = Json.object();
        root.putArray("architectures").add(model.architecture());
        root.put("attention_dropout", 0.0);
        putNullable(root, "bos_token_id", model.bosTokenId());
        Set<Integer> eos = new TreeSet<>(model.eosTokenIds());
        if (eos.size() == 1) {
            root.put("eos_token_id", eos.iterator().next());
        } else {
            eos.forEach(root.putArray("eos_token_id")::add);
        }
        root.put("head_dim", model.headSize());
        root.put("hidden_act", "silu");
        root.put("hidden_size", model.hiddenSize());
        root.put("initializer_range", model.initializerRange());
        root.put("intermediate_size", model.intermediateSize());
        root.put("max_position_embeddings", model.maxPositions());
        root.put("model_type", model.family().modelType());
        root.put("num_attention_heads", model.heads());
        root.put("num_hidden_layers", model.layers());
        root.put("num_key_value_heads", model.keyValueHeads());
        putNullable(root, "pad_token_id", model.padTokenId());
        root.put("rms_norm_eps", model.rmsNormEpsilon());
        RopeKeys.write(model, root);
        if (model.family().equals(Family.MISTRAL)) {
            root.putNull("sliding_window");
        }
        root.put("tie_word_embeddings", model.tiedEmbeddings());
        root.put("torch_dtype", type.torchName());
        root.put("use_cache", true);
        if (model.family().equals(Family.QWEN2) || model.family().equals(Family.QWEN3)) {
            root.put("use_sliding_window", false);
        }
        root.put("vocab_size", model.vocabSize());
        HeadKeys.write(model, root);
        return new ConfigFile(root, Json.pretty(root), NAME, () -> HeadKeys.USUAL_LABELS);
    }

    private static void putNullable(ObjectNode root, String key, @Nullable Integer value) {
        if (value == null) {
            root.putNull(key);
        } else {
            root.put(key, value);
        }
    }

    public ModelConfig model() {
        return model;
    }

    /** The same model under another head: all other keys stay as they were read. */
    ConfigFile withHead(OutputHead.Classification head) {
        ObjectNode other = root.deepCopy();
        other.remove(List.of("id2label", "label2id", "num_labels"));
        ModelConfig changed = model.withHead(head);
        other.putArray("architectures").add(changed.architecture());
        HeadKeys.write(changed, other);
        return new ConfigFile(
                other, Json.pretty(other), NAME, () -> head.labels().size());
    }

    /** As it was read, byte for byte. */
    public byte[] text() {
        return text.clone();
    }

    /** The text for tensors of one type: as it was read unless it names another. */
    public byte[] textFor(TensorType type) {
        String key = root.has("dtype") || !root.has("torch_dtype") ? "dtype" : "torch_dtype";
        if (root.path(key).asText("").equals(type.torchName())) {
            return text.clone();
        }
        return Json.pretty(root.deepCopy().put(key, type.torchName()));
    }

    private static ModelConfig parse(JsonKeys keys, IntSupplier storedLabels) {
        Architecture architecture = architecture(keys);
        Family family = architecture.family();
        ConfigRules.require(keys, family);
        int heads = keys.integer("num_attention_heads");
        int hidden = keys.integer("hidden_size");
        OutputHead head = HeadKeys.read(keys, architecture.suffix(), storedLabels);
        return keys.inPlace(() -> new ModelConfig(
                family,
                keys.integer("vocab_size"),
                hidden,
                keys.integer("num_hidden_layers"),
                heads,
                keys.integer("num_key_value_heads", heads),
                headSize(keys, family, hidden, heads),
                keys.integer("intermediate_size"),
                keys.flag("tie_word_embeddings", false),
                RopeKeys.theta(keys),
                RopeKeys.scaling(keys),
                keys.number("rms_norm_eps"),
                keys.integer("max_position_embeddings"),
                keys.number("initializer_range", 0.02),
                keys.optionalInteger("bos_token_id"),
                keys.optionalInteger("pad_token_id"),
                keys.ids("eos_token_id"),
                head));
    }

    /** Qwen3's heads are not a share of the stream, so nothing stands in for a missing head_dim. */
    private static int headSize(JsonKeys keys, Family family, int hidden, int heads) {
        if (keys.has("head_dim") || family.equals(Family.QWEN3)) {
            return keys.integer("head_dim");
        }
        if (heads < 1 || hidden % heads != 0) {
            throw keys.wrong(
                    "hidden_size", "a multiple of num_attention_heads (" + heads + ") when there is no head_dim");
        }
        return hidden / heads;
    }

    /** A class name: the family's, then the head's. */
    private record Architecture(Family family, String suffix) {
        String name() {
            return family.name() + suffix;
        }
    }

    private static Architecture architecture(JsonKeys keys) {
        Set<String> named = new LinkedHashSet<>();
        for (JsonNode name : keys.list("architectures")) {
            named.add(name.asText());
        }
        for (Family family : Family.ALL) {
            for (String suffix : HeadKeys.SUFFIXES) {
                Architecture one = new Architecture(family, suffix);
                if (named.contains(one.name())) {
                    requireType(keys, one);
                    return one;
                }
            }
        }
        throw new InvalidInputException(keys.place() + ": architectures must name one of "
                + Family.ALL.stream().map(Family::name).toList() + " with one of the endings " + HeadKeys.SUFFIXES
                + ", got " + named);
    }

    private static void requireType(JsonKeys keys, Architecture architecture) {
        String type = architecture.family().modelType();
        if (!keys.value("model_type").asText(type).equals(type)) {
            throw keys.wrong("model_type", "\"" + type + "\" for " + architecture.name());
        }
    }
}
