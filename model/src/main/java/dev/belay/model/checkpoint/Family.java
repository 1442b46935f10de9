package dev.belay.model.checkpoint;

/**
 * What distinguishes one decoder-only family from another, apart from its sizes.
 *
 * @param architecture the class name config.json lists
 * @param modelType {@code model_type} in config.json
 * @param queryKeyValueBias whether the three attention projections in front have biases
 */
public record Family(String architecture, String modelType, boolean queryKeyValueBias) {
    /** Qwen2 and Qwen2.5: pre-norm, rotary positions, grouped-query attention with biases, SwiGLU. */
    public static final Family QWEN2 = new Family("Qwen2ForCausalLM", "qwen2", true);
}
