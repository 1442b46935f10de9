package dev.belay.app.bench;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@link StepBench} times. The shapes are random Qwen2 models with tied embeddings.
 *
 * @param shape xs, s, m, smollm2 (that of SmolLM2-135M, with the biases of a Qwen2) or l (that of Qwen2.5-0.5B)
 * @param problems prompts a step
 * @param samplesEach completions of a prompt
 * @param promptTokens length of every prompt
 * @param newTokens length of every completion; no id stops one
 * @param steps measured steps, after {@code warmUpSteps}
 * @param warmUpSteps steps run before, and more until 15 seconds have passed
 * @param compute the type matrix products run in
 * @param device where the model computes
 */
public record StepBenchPlan(
        String shape,
        int problems,
        int samplesEach,
        int promptTokens,
        int newTokens,
        int steps,
        int warmUpSteps,
        Dtype compute,
        Device device) {
    private static final Map<String, ModelConfig> SHAPES = new TreeMap<>(Map.of(
            "xs", ModelConfig.qwen2(128, 64, 2, 4, 2, 256),
            "s", ModelConfig.qwen2(512, 128, 4, 4, 2, 512),
            "m", ModelConfig.qwen2(4096, 384, 8, 6, 2, 1024),
            "smollm2", ModelConfig.qwen2(49_152, 576, 30, 9, 3, 1536),
            "l", ModelConfig.qwen2(151_936, 896, 24, 14, 2, 4864)));

    public StepBenchPlan {
        if (!SHAPES.containsKey(shape)) {
            throw new InvalidInputException("shape must be one of " + SHAPES.keySet() + ", got \"" + shape + "\"");
        }
        positive("problems", problems);
        positive("samples", samplesEach);
        positive("prompt", promptTokens);
        positive("new", newTokens);
        positive("steps", steps);
    }

    /** The default comparison: 4 problems, 8 samples, prompts of 24 and completions of 64 tokens. */
    public static StepBenchPlan of(String shape) {
        return new StepBenchPlan(shape, 4, 8, 24, 64, 10, 4, Dtype.FP32, Device.CPU);
    }

    /** Names of the shapes. */
    public static Set<String> shapes() {
        return SHAPES.keySet();
    }

    /** The shape's architecture. */
    public ModelConfig config() {
        ModelConfig config = SHAPES.get(shape);
        if (config == null) {
            throw new IllegalStateException(shape);
        }
        return config;
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new InvalidInputException(name + " must be at least 1, got " + value);
        }
    }
}
