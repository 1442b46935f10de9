package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.JsonKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What each key of config.json may say. Every key is one of four: read as a number of the model, allowed at the values at
 * which this engine computes what is asked, known to say nothing about the arithmetic, or unknown and refused. A null asks
 * for nothing and passes.
 */
final class ConfigRules {
    private record Rule(String wanted, Predicate<JsonNode> neutral) {}

    private static final Rule FALSE = new Rule("false", v -> v.isBoolean() && !v.booleanValue());
    private static final Rule ZERO = new Rule("0", v -> v.isNumber() && v.doubleValue() == 0);
    private static final Rule ONE = new Rule("1", v -> v.isNumber() && v.doubleValue() == 1);
    private static final Rule ABSENT = new Rule("absent or null", v -> false);
    private static final Rule SILU =
            new Rule("\"silu\"", v -> Set.of("silu", "swish").contains(v.asText()));
    private static final Rule FULL_ATTENTION = new Rule("a list of \"full_attention\" only", ConfigRules::allFull);

    /** Parts that this engine's transformer does not have. */
    private static final List<String> OFF = List.of(
            "use_sliding_window",
            "mlp_bias",
            "use_qk_norm",
            "qk_layernorm",
            "use_mrope",
            "rope_interleaved",
            "is_decoder",
            "is_encoder_decoder",
            "add_cross_attention",
            "cross_attention_hidden_size",
            "tie_encoder_decoder",
            "parallel_residual",
            "use_parallel_residual",
            "scale_embeddings");

    /** Keys that {@link ConfigFile} turns into a {@link ModelConfig}, each checked there. */
    private static final Set<String> READ = Set.of(
            "architectures",
            "model_type",
            "vocab_size",
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "intermediate_size",
            "tie_word_embeddings",
            "rope_theta",
            "rope_scaling",
            "rope_parameters",
            "rms_norm_eps",
            "max_position_embeddings",
            "initializer_range",
            "bos_token_id",
            "pad_token_id",
            "eos_token_id",
            "attention_bias",
            "sliding_window",
            "id2label",
            "num_labels",
            "token_classification_bias");

    /** What transformers' MistralConfig puts in for a missing sliding_window. */
    private static final int MISTRAL_WINDOW = 4096;

    private static final Map<String, Rule> CHECKED = checked();

    /** Files, training, generation, task labels: nothing a forward pass looks at. */
    private static final Set<String> HARMLESS = Set.of(
            "transformers_version",
            "torch_dtype",
            "dtype",
            "use_cache",
            "pretraining_tp",
            "is_llama_config",
            "max_window_layers",
            "transformers.js_config",
            "unsloth_version",
            "unsloth_fixed",
            "model_name",
            "eos_token_ids",
            "sep_token_id",
            "decoder_start_token_id",
            "label2id",
            "problem_type",
            // Dropout in front of a classification head; there is none once it is trained.
            "classifier_dropout",
            "task_specific_params",
            "tokenizer_class",
            "finetuning_task",
            "prefix",
            "torchscript",
            "tf_legacy_loss",
            "use_bfloat16",
            "chunk_size_feed_forward",
            "output_attentions",
            "output_hidden_states",
            "return_dict",
            "attn_implementation",
            "gradient_checkpointing",
            // Defaults of generation that older transformers kept here; belay's sampling says its own.
            "bad_words_ids",
            "begin_suppress_tokens",
            "suppress_tokens",
            "diversity_penalty",
            "do_sample",
            "early_stopping",
            "encoder_no_repeat_ngram_size",
            "exponential_decay_length_penalty",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "length_penalty",
            "max_length",
            "min_length",
            "no_repeat_ngram_size",
            "num_beam_groups",
            "num_beams",
            "num_return_sequences",
            "output_scores",
            "remove_invalid_values",
            "repetition_penalty",
            "return_dict_in_generate",
            "temperature",
            "top_k",
            "top_p",
            "typical_p");

    private ConfigRules() {}

    private static Map<String, Rule> checked() {
        Map<String, Rule> rules = new TreeMap<>();
        Map<Rule, List<String>> keys = Map.of(
                FALSE,
                OFF,
                ZERO,
                List.of("attention_dropout", "hidden_dropout", "resid_pdrop", "embd_pdrop"),
                ONE,
                List.of(
                        "partial_rotary_factor",
                        "logit_scale",
                        "logits_scaling",
                        "residual_multiplier",
                        "embedding_multiplier"),
                ABSENT,
                List.of(
                        "quantization_config",
                        "compression_config",
                        "pruned_heads",
                        "final_logit_softcapping",
                        "attn_logit_softcapping",
                        "query_pre_attn_scalar",
                        "attention_multiplier",
                        "clip_qkv",
                        "num_experts",
                        "num_local_experts",
                        "n_routed_experts",
                        "dual_chunk_attention_config",
                        "no_rope_layers",
                        "attention_chunk_size",
                        "auto_map"),
                SILU,
                List.of("hidden_act"),
                FULL_ATTENTION,
                List.of("layer_types"));
        keys.forEach((rule, names) -> names.forEach(name -> rules.put(name, rule)));
        return Map.copyOf(rules);
    }

    /** Complains about the first key, in alphabetical order, that asks for other arithmetic or is not known. */
    static void require(JsonKeys keys, Family family) {
        Set<String> names = new TreeSet<>();
        keys.root().fieldNames().forEachRemaining(names::add);
        for (String key : names) {
            if (keys.has(key)) {
                check(keys, key);
            }
        }
        boolean unbiased = !keys.flag("attention_bias", family.queryKeyValueBias());
        if (unbiased == family.queryKeyValueBias()) {
            throw wrong(keys, "attention_bias", String.valueOf(family.queryKeyValueBias()));
        }
        requireWholeContext(keys, family);
    }

    private static void check(JsonKeys keys, String key) {
        Rule rule = CHECKED.get(key);
        if (rule != null && !isEmpty(keys.value(key)) && !rule.neutral.test(keys.value(key))) {
            throw wrong(keys, key, rule.wanted);
        }
        // transformers keeps its own notes under names that begin with an underscore.
        if (rule == null && !READ.contains(key) && !HARMLESS.contains(key) && !key.startsWith("_")) {
            throw new InvalidInputException(keys.place() + ": key " + key + " is not known, its value is "
                    + JsonKeys.shown(keys.value(key))
                    + "; it may change what the model computes. Remove it or set it to"
                    + " null if it does not");
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    /**
     * A window narrower than the context hides tokens from one another. Qwen's counts only when it is switched on, which
     * {@link #OFF} refuses; Mistral's is {@value #MISTRAL_WINDOW} where the key is missing.
     */
    private static void requireWholeContext(JsonKeys keys, Family family) {
        boolean hasSwitch = family.equals(Family.QWEN2) || family.equals(Family.QWEN3);
        if (hasSwitch && keys.has("use_sliding_window")) {
            return;
        }
        int context = keys.integer("max_position_embeddings");
        boolean mistralDefault =
                family.equals(Family.MISTRAL) && keys.value("sliding_window").isMissingNode();
        boolean narrow = mistralDefault
                ? MISTRAL_WINDOW < context
                : keys.has("sliding_window") && keys.integer("sliding_window") < context;
        if (narrow) {
            String meant = mistralDefault ? "; a missing key means " + MISTRAL_WINDOW : "";
            throw wrong(keys, "sliding_window", "null or at least max_position_embeddings (" + context + ")" + meant);
        }
    }

    private static InvalidInputException wrong(JsonKeys keys, String key, String wanted) {
        return keys.wrong(key, wanted + " (other values change what the model computes, which is not supported)");
    }

    private static boolean allFull(JsonNode list) {
        boolean all = list.isArray();
        for (JsonNode type : list) {
            all &= "full_attention".equals(type.asText());
        }
        return all;
    }
}
