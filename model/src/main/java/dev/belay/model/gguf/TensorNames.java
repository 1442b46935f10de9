package dev.belay.model.gguf;

import dev.belay.model.checkpoint.Family;
import java.util.Map;

/** What llama.cpp calls the tensors that Hugging Face names otherwise. */
final class TensorNames {
    static final String EMBEDDING = "token_embd.weight";
    static final String HEAD = "output.weight";

    private static final String LAYER = "model.layers.";

    private static final Map<String, String> OUTSIDE = Map.of(
            "model.embed_tokens.weight", EMBEDDING, "model.norm.weight", "output_norm.weight", "lm_head.weight", HEAD);

    /** Within a layer, without {@code .weight} or {@code .bias}. */
    private static final Map<String, String> INSIDE = Map.of(
            "input_layernorm", "attn_norm",
            "self_attn.q_proj", "attn_q",
            "self_attn.k_proj", "attn_k",
            "self_attn.v_proj", "attn_v",
            "self_attn.o_proj", "attn_output",
            "self_attn.q_norm", "attn_q_norm",
            "self_attn.k_norm", "attn_k_norm",
            "mlp.gate_proj", "ffn_gate",
            "mlp.up_proj", "ffn_up",
            "mlp.down_proj", "ffn_down");

    /** Norms in front of attention and feed-forward; Hugging Face names the second after what it stands behind. */
    private static final Map<String, String> NORMS_BEFORE = Map.of("post_attention_layernorm", "ffn_norm");

    /** Norms behind them. */
    private static final Map<String, String> NORMS_AFTER =
            Map.of("post_attention_layernorm", "post_attention_norm", "post_feedforward_layernorm", "post_ffw_norm");

    private TensorNames() {}

    /**
     * @param parameter as Hugging Face names it
     * @param norms where the family has its norms
     */
    static String of(String parameter, Family.NormPlacement norms) {
        if (!parameter.startsWith(LAYER)) {
            return known(OUTSIDE, parameter, parameter);
        }
        int dot = parameter.indexOf('.', LAYER.length());
        int kind = parameter.lastIndexOf('.');
        String name = parameter.substring(dot + 1, kind);
        Map<String, String> ofNorms = norms == Family.NormPlacement.BEFORE ? NORMS_BEFORE : NORMS_AFTER;
        return "blk." + parameter.substring(LAYER.length(), dot) + "."
                + known(ofNorms.containsKey(name) ? ofNorms : INSIDE, name, parameter) + parameter.substring(kind);
    }

    private static String known(Map<String, String> names, String name, String parameter) {
        String found = names.get(name);
        if (found == null) {
            throw new IllegalStateException("no GGUF name is known for " + parameter);
        }
        return found;
    }
}
