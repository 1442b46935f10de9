package dev.belay.model.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.Family;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.files.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What llama.cpp calls a family of models, and the config.json its keys amount to.
 *
 * @param name {@code general.architecture}, and the prefix of the family's keys
 * @param family what it is here
 * @param interleaved whether the rows of the query and key projections were put into the order of rotary positions on
 *     neighbouring pairs, which is undone on reading
 */
record Architecture(String name, Family family, boolean interleaved) {
    private static final List<Architecture> ALL = List.of(
            new Architecture("llama", Family.LLAMA, true),
            new Architecture("qwen2", Family.QWEN2, false),
            new Architecture("qwen3", Family.QWEN3, false),
            new Architecture("olmo2", Family.OLMO2, false));

    /** Keys that are read; any other key of the family may change what it computes, and is refused. */
    private static final Set<String> READ = Set.of(
            "block_count",
            "context_length",
            "embedding_length",
            "feed_forward_length",
            "attention.head_count",
            "attention.head_count_kv",
            "attention.key_length",
            "attention.value_length",
            "attention.layer_norm_rms_epsilon",
            "rope.freq_base",
            "rope.dimension_count",
            "vocab_size");

    /** Keys that say nothing new when they are 0. */
    private static final Set<String> ZERO = Set.of("expert_count", "expert_used_count");

    /** @throws InvalidInputException naming the architectures that are read */
    static Architecture of(GgufMetadata metadata) {
        String name = metadata.text("general.architecture");
        return ALL.stream()
                .filter(a -> a.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(metadata.place() + ": general.architecture is \"" + name
                        + "\"; architectures that are read: "
                        + ALL.stream().map(Architecture::name).toList()));
    }

    /**
     * The config.json of the model.
     *
     * @param tokenizer for the ids that the file names
     * @throws InvalidInputException when a key is missing, contradicts another one or is not known
     */
    ObjectNode config(GgufFile file, ByteLevelBpe tokenizer) {
        GgufMetadata keys = file.metadata();
        requireKnown(keys);
        int heads = integer(keys, "attention.head_count");
        int width = integer(keys, "embedding_length");
        int headSize = keys.integer(key("attention.key_length"), heads < 1 ? 0 : width / heads);
        requireEqual(keys, "attention.value_length", headSize, "attention.key_length");
        requireEqual(keys, "rope.dimension_count", headSize, "attention.key_length");
        ObjectNode config = Json.object();
        config.putArray("architectures").add(family.architecture(OutputHead.NEXT_TOKEN));
        config.put("attention_dropout", 0.0);
        tokenizer.special("bos_token_id").ifPresent(id -> config.put("bos_token_id", id));
        tokenizer.special("eos_token_id").ifPresent(id -> config.put("eos_token_id", id));
        config.put("head_dim", headSize).put("hidden_act", "silu").put("hidden_size", width);
        config.put("initializer_range", 0.02);
        config.put("intermediate_size", integer(keys, "feed_forward_length"));
        config.put("max_position_embeddings", integer(keys, "context_length"));
        config.put("model_type", family.modelType());
        config.put("num_attention_heads", heads).put("num_hidden_layers", integer(keys, "block_count"));
        config.put("num_key_value_heads", keys.integer(key("attention.head_count_kv"), heads));
        tokenizer.special("padding_token_id").ifPresent(id -> config.put("pad_token_id", id));
        config.put("rms_norm_eps", keys.number(key("attention.layer_norm_rms_epsilon"), 1e-5));
        double theta = keys.number(key("rope.freq_base"), 10_000);
        RopeFactors.addTo(config, file, headSize, theta);
        config.put("rope_theta", theta);
        config.put("tie_word_embeddings", !file.tensors().containsKey(TensorNames.HEAD));
        config.put("torch_dtype", "float32").put("use_cache", true);
        config.put("vocab_size", vocabulary(file));
        return config;
    }

    private String key(String suffix) {
        return name + "." + suffix;
    }

    private int integer(GgufMetadata keys, String suffix) {
        return keys.integer(key(suffix));
    }

    private static int vocabulary(GgufFile file) {
        GgufTensor embedding = file.tensors().get(TensorNames.EMBEDDING);
        if (embedding == null || embedding.rows() > Integer.MAX_VALUE) {
            throw new InvalidInputException(file.place() + ": tensor " + TensorNames.EMBEDDING
                    + (embedding == null ? " is missing" : " has more than 2^31 rows"));
        }
        return (int) embedding.rows();
    }

    private void requireEqual(GgufMetadata keys, String suffix, int value, String other) {
        int found = keys.integer(key(suffix), value);
        if (found != value) {
            throw new InvalidInputException(keys.place() + ": " + key(suffix) + " must be that of " + key(other) + ", "
                    + value + ", got " + found);
        }
    }

    private void requireKnown(GgufMetadata keys) {
        Set<String> unknown = new TreeSet<>();
        for (String key : keys.keys()) {
            if (key.startsWith(name + ".")) {
                String suffix = key.substring(name.length() + 1);
                boolean neutral = ZERO.contains(suffix) && keys.integer(key) == 0;
                if (!neutral && !READ.contains(suffix)) {
                    unknown.add(key);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(keys.place() + ": the file has keys that may change what the model computes"
                    + " and are not known: " + String.join(", ", unknown));
        }
        if (keys.integer("split.count", 1) > 1) {
            throw new InvalidInputException(keys.place() + " is one of " + keys.integer("split.count")
                    + " parts of a model; join them first (llama-gguf-split --merge)");
        }
    }
}
