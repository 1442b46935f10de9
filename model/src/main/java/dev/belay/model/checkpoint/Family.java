package dev.belay.model.checkpoint;

import java.util.List;

/**
 * What distinguishes one decoder-only family from another, apart from its sizes. All share root-mean-square norms, rotary
 * positions in the half-split form, grouped-query attention, a SwiGLU feed-forward and a residual stream.
 *
 * @param architecture the class name config.json lists
 * @param modelType {@code model_type} in config.json
 * @param queryKeyValueBias whether the three attention projections in front have biases
 */
public record Family(String architecture, String modelType, boolean queryKeyValueBias) {
    /** Qwen2 and Qwen2.5. */
    public static final Family QWEN2 = new Family("Qwen2ForCausalLM", "qwen2", true);

    /** Llama 2, 3, 3.1, 3.2, 3.3, SmolLM2 and whatever else is stored as a Llama. */
    public static final Family LLAMA = new Family("LlamaForCausalLM", "llama", false);

    /** Mistral 7B from version 0.2 on: a Llama under another name once no sliding window narrows the attention. */
    public static final Family MISTRAL = new Family("MistralForCausalLM", "mistral", false);

    /** Every family this engine computes. */
    public static final List<Family> ALL = List.of(QWEN2, LLAMA, MISTRAL);
}
