package dev.belay.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Native memory of a language model in bytes, by what it is for; the JVM's heap comes on top.
 *
 * @param weights fp32 masters, and rounded copies where products see another type
 * @param packed copies of the weights in the order in which products read them
 * @param gradients one fp32 number a weight
 * @param moments AdamW's two fp32 numbers a weight
 * @param activations what passes over a batch of text keep of the blocks, forward and backward
 * @param head rows of the output layer and its chunk of logits
 * @param keyValues caches of the sequences being sampled
 * @param decoding rows of one token step
 */
public record MemoryPlan(
        long weights,
        long packed,
        long gradients,
        long moments,
        long activations,
        long head,
        long keyValues,
        long decoding) {
    /** A model that needs nothing worth mentioning. */
    public static final MemoryPlan NONE = new MemoryPlan(0, 0, 0, 0, 0, 0, 0, 0);

    public long total() {
        return parts().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The parts by name, in the order of the components. */
    public Map<String, Long> parts() {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("weights", weights);
        parts.put("packed weights", packed);
        parts.put("gradients", gradients);
        parts.put("moments", moments);
        parts.put("activations", activations);
        parts.put("output layer", head);
        parts.put("keys and values", keyValues);
        parts.put("decoding", decoding);
        return parts;
    }
}
