package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.files.JsonKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The config.json keys that change what a transformer computes, and the only values at which it is still the transformer
 * of this engine. Other keys are settings of generation, training or files.
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
    private static final Rule DEFAULT_ROPE =
            new Rule("rope_theta with rope_type \"default\" only", ConfigRules::defaultRope);

    private static final Map<String, Rule> RULES = rules();

    private ConfigRules() {}

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        Map<Rule, List<String>> keys = Map.of(
                FALSE,
                List.of(
                        "use_sliding_window",
                        "mlp_bias",
                        "use_qk_norm",
                        "qk_layernorm",
                        "use_mrope",
                        "rope_interleaved",
                        "is_encoder_decoder",
                        "add_cross_attention",
                        "parallel_residual",
                        "use_parallel_residual",
                        "scale_embeddings"),
                ZERO,
                List.of("attention_dropout", "hidden_dropout", "resid_pdrop", "embd_pdrop", "classifier_dropout"),
                ONE,
                List.of(
                        "partial_rotary_factor",
                        "logit_scale",
                        "logits_scaling",
                        "residual_multiplier",
                        "embedding_multiplier"),
                ABSENT,
                List.of(
                        "rope_scaling",
                        "quantization_config",
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
                        "attention_chunk_size"),
                SILU,
                List.of("hidden_act"),
                FULL_ATTENTION,
                List.of("layer_types"),
                DEFAULT_ROPE,
                List.of("rope_parameters"));
        keys.forEach((rule, names) -> names.forEach(name -> rules.put(name, rule)));
        return Map.copyOf(rules);
    }

    /** Complains about the first key, in alphabetical order, whose value asks for other arithmetic. */
    static void requireNeutral(JsonKeys keys) {
        for (Map.Entry<String, Rule> entry : new TreeMap<>(RULES).entrySet()) {
            String key = entry.getKey();
            Rule rule = entry.getValue();
            if (keys.has(key) && !rule.neutral.test(keys.value(key))) {
                throw keys.wrong(
                        key, rule.wanted + " (other values change what the model computes, which is not supported)");
            }
        }
    }

    private static boolean allFull(JsonNode list) {
        boolean all = list.isArray();
        for (JsonNode type : list) {
            all &= "full_attention".equals(type.asText());
        }
        return all;
    }

    private static boolean defaultRope(JsonNode rope) {
        boolean all = rope.isObject();
        for (Map.Entry<String, JsonNode> field : rope.properties()) {
            all &= field.getKey().equals("rope_theta")
                    || field.getValue().isNull()
                    || (field.getKey().equals("rope_type")
                            && "default".equals(field.getValue().asText()));
        }
        return all;
    }
}
