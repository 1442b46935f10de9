package dev.belay.model.gguf;

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
            "post_attention_layernorm", "ffn_norm",
            "mlp.gate_proj", "ffn_gate",
            "mlp.up_proj", "ffn_up",
            "mlp.down_proj", "ffn_down");

    private TensorNames() {}

    /** @param parameter as Hugging Face names it */
    static String of(String parameter) {
        if (!parameter.startsWith(LAYER)) {
            return known(OUTSIDE, parameter, parameter);
        }
        int dot = parameter.indexOf('.', LAYER.length());
        int kind = parameter.lastIndexOf('.');
        return "blk." + parameter.substring(LAYER.length(), dot) + "."
                + known(INSIDE, parameter.substring(dot + 1, kind), parameter) + parameter.substring(kind);
    }

    private static String known(Map<String, String> names, String name, String parameter) {
        String found = names.get(name);
        if (found == null) {
            throw new IllegalStateException("no GGUF name is known for " + parameter);
        }
        return found;
    }
}
