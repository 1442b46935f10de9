package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.files.JsonKeys;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rotary part of a config.json. transformers 4 writes {@code rope_theta} and {@code rope_scaling}, transformers 5 one
 * object {@code rope_parameters}; both are read, the first is written.
 */
final class RopeKeys {
    private static final double THETA = 10_000;
    private static final String LLAMA3 = "llama3";
    private static final Set<String> DEFAULT_KEYS = Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor");
    private static final Set<String> SCALING_KEYS =
            Set.of("factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings");

    private RopeKeys() {}

    static double theta(JsonKeys config) {
        JsonKeys nested = config.object("rope_parameters");
        return nested != null && nested.has("rope_theta")
                ? nested.number("rope_theta", THETA)
                : config.number("rope_theta", THETA);
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
        boolean llama3 = type.equals(LLAMA3);
        if (!llama3 && !type.equals("default")) {
            throw config.wrong(key, "of rope_type \"default\" or \"llama3\" (others are not computed)");
        }
        Set<String> unknown = new TreeSet<>();
        rope.root().fieldNames().forEachRemaining(name -> {
            if (rope.has(name) && !DEFAULT_KEYS.contains(name) && !(llama3 && SCALING_KEYS.contains(name))) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty() || rope.number("partial_rotary_factor", 1) != 1) {
            throw config.wrong(
                    key,
                    "free of " + (unknown.isEmpty() ? "partial_rotary_factor" : unknown) + " for rope_type \"" + type
                            + "\"");
        }
        return llama3 ? config.inPlace(() -> llama3(rope)) : null;
    }

    private static RopeScaling llama3(JsonKeys rope) {
        return new RopeScaling(
                rope.number("factor"),
                rope.number("low_freq_factor"),
                rope.number("high_freq_factor"),
                rope.integer("original_max_position_embeddings"));
    }

    /** Writes {@code rope_scaling}, if there is any, and {@code rope_theta}. */
    static void write(ModelConfig model, ObjectNode root) {
        RopeScaling scaling = model.ropeScaling();
        if (scaling != null) {
            root.putObject("rope_scaling")
                    .put("factor", scaling.factor())
                    .put("high_freq_factor", scaling.highFrequencyFactor())
                    .put("low_freq_factor", scaling.lowFrequencyFactor())
                    .put("original_max_position_embeddings", scaling.originalMaxPositions())
                    .put("rope_type", LLAMA3);
        }
        root.put("rope_theta", model.ropeTheta());
    }
}
