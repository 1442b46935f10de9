package dev.belay.model;

import java.util.Set;

/**
 * What a model is, for messages, estimates and provenance.
 *
 * @param architecture the name in config.json, such as {@code Qwen2ForCausalLM}
 * @param vocabSize V
 * @param contextTokens longest prompt and completion together
 * @param hiddenSize D
 * @param layers transformer blocks
 * @param parameters trainable numbers, tied weights counted once
 * @param compute the type matrix products run in; never {@link Dtype#AUTO}
 * @param device where it runs
 * @param stopIds the end-of-sequence ids of config.json and generation_config.json
 */
public record ModelSpec(
        String architecture,
        int vocabSize,
        int contextTokens,
        int hiddenSize,
        int layers,
        long parameters,
        Dtype compute,
        Device device,
        Set<Integer> stopIds) {
    public ModelSpec {
        stopIds = Set.copyOf(stopIds);
    }
}
