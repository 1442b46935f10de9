package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.files.JsonKeys;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rotary part of a config.json. transformers 4 writes {@code rope_theta} and {@code rope_scaling}, transformers 5 one
 * object {@code rope_parameters}; both are read, the first is written.
 */
final class RopeKeys {
    private static final double THETA = 10_000;
    private static final Set<String> DEFAULT_KEYS = Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor");

    /** Keys that a type reads beside those of every type. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "default",
            Set.of(),
            "linear",
            Set.of("factor"),
            "llama3",
            Set.of("factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"),
            "yarn",
            Set.of(
                    "factor",
                    "original_max_position_embeddings",
                    "beta_fast",
                    "beta_slow",
                    "truncate",
                    "attention_factor"));

    private RopeKeys() {}

    /** The base of the wave lengths; one that stands with the scaling wins over the one beside it, as in transformers. */
    static double theta(JsonKeys config) {
        for (String key : new String[] {"rope_parameters", "rope_scaling"}) {
            JsonKeys nested = config.object(key);
            if (nested != null && nested.has("rope_theta")) {
                return nested.number("rope_theta", THETA);
            }
        }
        return config.number("rope_theta", THETA);
    }

    static @Nullable RopeScaling scaling(JsonKeys config) {
        RopeScaling found = null;
        for (String key : new String[] {"rope_scaling", "rope_parameters"}) {
            JsonKeys rope = config.object(key);
            RopeScaling one = rope == null ? null : scaling(config, key, rope);
            if (one != null && found != null && !one.equals(found)) {
                throw config.wrong(key, "what rope_scaling says: " + found);
            }
            found = one == null ? found : one;
        }
        return found;
    }

    private static @Nullable RopeScaling scaling(JsonKeys config, String key, JsonKeys rope) {
        String type = rope.value(rope.has("rope_type") ? "rope_type" : "type").asText("default");
        Set<String> known = KEYS.get(type);
        if (known == null) {
            throw config.wrong(
                    key,
                    "of rope_type " + String.join(", ", new TreeSet<>(KEYS.keySet())) + " (others are not computed)");
        }
        Set<String> unknown = new TreeSet<>();
        rope.root().fieldNames().forEachRemaining(name -> {
            if (rope.has(name) && !DEFAULT_KEYS.contains(name) && !known.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty() || rope.number("partial_rotary_factor", 1) != 1) {
            throw config.wrong(
                    key,
                    "free of " + (unknown.isEmpty() ? "partial_rotary_factor" : unknown) + " for rope_type \"" + type
                            + "\"");
        }
        return config.inPlace(() -> of(type, config, rope));
    }

    private static @Nullable RopeScaling of(String type, JsonKeys config, JsonKeys rope) {
        return switch (type) {
            case "linear" -> new RopeScaling.Linear(rope.number("factor"));
            case "llama3" ->
                new RopeScaling.Llama3(
                        rope.number("factor"),
                        rope.number("low_freq_factor"),
                        rope.number("high_freq_factor"),
                        rope.integer("original_max_position_embeddings"));
            case "yarn" ->
                new RopeScaling.Yarn(
                        rope.number("factor"),
                        // What transformers puts in where it is missing.
                        rope.integer("original_max_position_embeddings", config.integer("max_position_embeddings")),
                        rope.number("beta_fast", 32),
                        rope.number("beta_slow", 1),
                        rope.flag("truncate", true),
                        rope.has("attention_factor") ? rope.number("attention_factor") : null);
            default -> null;
        };
    }

    /** Writes {@code rope_scaling}, if there is any, and {@code rope_theta}. */
    static void write(ModelConfig model, ObjectNode root) {
        RopeScaling scaling = model.ropeScaling();
        if (scaling != null) {
            write(scaling, root.putObject("rope_scaling"));
        }
        root.put("rope_theta", model.ropeTheta());
    }

    private static void write(RopeScaling scaling, ObjectNode to) {
        switch (scaling) {
            case RopeScaling.Linear linear -> to.put("factor", linear.factor());
            case RopeScaling.Llama3 llama ->
                to.put("factor", llama.factor())
                        .put("high_freq_factor", llama.highFrequencyFactor())
                        .put("low_freq_factor", llama.lowFrequencyFactor())
                        .put("original_max_position_embeddings", llama.originalMaxPositions());
            case RopeScaling.Yarn yarn -> {
                if (yarn.givenAttentionFactor() != null) {
                    to.put("attention_factor", yarn.givenAttentionFactor());
                }
                to.put("beta_fast", yarn.betaFast())
                        .put("beta_slow", yarn.betaSlow())
                        .put("factor", yarn.factor())
                        .put("original_max_position_embeddings", yarn.originalMaxPositions())
                        .put("truncate", yarn.truncated());
            }
        }
        to.put("rope_type", scaling.type());
    }
}
