package dev.belay.model.checkpoint;

import java.util.List;

/**
 * What distinguishes one decoder-only family from another, apart from its sizes. All share root-mean-square norms, rotary
 * positions in the half-split form, grouped-query attention, a SwiGLU feed-forward and a residual stream.
 *
 * @param name what the class names that config.json lists begin with
 * @param modelType {@code model_type} in config.json
 * @param queryKeyValueBias whether the three attention projections in front have biases
 * @param queryKeyNorm what is normalised between these projections and the rotary turn
 * @param norms where a block's two norms stand
 */
public record Family(
        String name, String modelType, boolean queryKeyValueBias, QueryKeyNorm queryKeyNorm, NormPlacement norms) {
    /** What queries and keys are divided by. */
    public enum QueryKeyNorm {
        NONE,
        /** The root mean square of each head; one weight a dimension of a head, shared by the heads. */
        EACH_HEAD,
        /** The root mean square of all heads of a token together; one weight a dimension. */
        ALL_HEADS
    }

    /** Where attention and feed-forward have their norm. */
    public enum NormPlacement {
        /** In front: x + f(norm(x)). */
        BEFORE,
        /** Behind: x + norm(f(x)). */
        AFTER
    }

    /** Qwen2 and Qwen2.5. */
    public static final Family QWEN2 = new Family("Qwen2", "qwen2", true, QueryKeyNorm.NONE, NormPlacement.BEFORE);

    /** Qwen3, the dense sizes. */
    public static final Family QWEN3 =
            new Family("Qwen3", "qwen3", false, QueryKeyNorm.EACH_HEAD, NormPlacement.BEFORE);

    /** Llama 2, 3, 3.1, 3.2, 3.3, SmolLM2 and whatever else is stored as a Llama. */
    public static final Family LLAMA = new Family("Llama", "llama", false, QueryKeyNorm.NONE, NormPlacement.BEFORE);

    /** OLMo 2 (Team OLMo, "2 OLMo 2 Furious", arXiv 2501.00656, section 3.2). */
    public static final Family OLMO2 = new Family("Olmo2", "olmo2", false, QueryKeyNorm.ALL_HEADS, NormPlacement.AFTER);

    /** Mistral 7B from version 0.2 on: a Llama under another name once no sliding window narrows the attention. */
    public static final Family MISTRAL =
            new Family("Mistral", "mistral", false, QueryKeyNorm.NONE, NormPlacement.BEFORE);

    /** Every family this engine computes. */
    public static final List<Family> ALL = List.of(QWEN2, QWEN3, LLAMA, OLMO2, MISTRAL);

    /** The class name config.json lists, such as {@code Qwen2ForCausalLM}. */
    public String architecture(OutputHead head) {
        return name + head.suffix();
    }
}
