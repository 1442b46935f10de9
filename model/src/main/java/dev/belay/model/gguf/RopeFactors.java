package dev.belay.model.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.RopeScaling;
import java.lang.foreign.MemorySegment;

/**
 * How Llama 3.1 and later stretch rotary positions. Their config.json gives four numbers; a GGUF file gives instead a
 * tensor of what each frequency is divided by. Three of the numbers are the same in all of those models, and the largest
 * divisor is the fourth; that they give back the whole tensor is checked.
 */
final class RopeFactors {
    static final String TENSOR = "rope_freqs.weight";

    private static final double LOW = 1;
    private static final double HIGH = 4;
    private static final int ORIGINAL_CONTEXT = 8192;
    private static final double TOLERANCE = 1e-3;

    private RopeFactors() {}

    /** Adds {@code rope_scaling} to a config.json when the file has the tensor. */
    static void addTo(ObjectNode config, GgufFile file, int headSize, double theta) {
        GgufTensor tensor = file.tensors().get(TENSOR);
        if (tensor == null) {
            return;
        }
        if (tensor.values() != headSize / 2) {
            throw new InvalidInputException(file.place() + ": tensor " + TENSOR + " must have a value for each of the "
                    + headSize / 2 + " frequencies, got " + tensor.shape());
        }
        float[] divisors = new float[headSize / 2];
        tensor.read(0, tensor.rows(), MemorySegment.ofArray(divisors));
        double factor = 1;
        for (float divisor : divisors) {
            factor = Math.max(factor, divisor);
        }
        RopeScaling.Llama3 scaling = new RopeScaling.Llama3(factor, LOW, HIGH, ORIGINAL_CONTEXT);
        for (int i = 0; i < divisors.length; i++) {
            float frequency = (float) Math.pow(theta, -2.0 * i / headSize);
            double expected = frequency / (double) scaling.scale(frequency);
            if (!(Math.abs(divisors[i] - expected) <= TOLERANCE * expected)) {
                throw new InvalidInputException(file.place() + ": tensor " + TENSOR + " has " + divisors[i]
                        + " at element " + i + ", the scaling of Llama 3 by " + factor + " would have " + expected
                        + "; other scalings are not computed");
            }
        }
        config.putObject("rope_scaling")
                .put("factor", factor)
                .put("high_freq_factor", HIGH)
                .put("low_freq_factor", LOW)
                .put("original_max_position_embeddings", ORIGINAL_CONTEXT)
                .put("rope_type", "llama3");
    }
}
