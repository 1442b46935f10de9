package dev.belay.model.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.SafetensorsReader;
import dev.belay.model.checkpoint.StoredTensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Gradients of all parameters beside those of PyTorch's autograd in a fixture's gradients.safetensors. */
public final class Gradients {
    private Gradients() {}

    /** @param all in checkpoint order */
    static void requireEqual(Path fixture, ModelConfig config, float[] all, Arena arena) {
        // A key bias shifts all scores of a query nearly alike: its gradient is the rest of sums that nearly cancel,
        // and
        // its rounding error is that of the sums.
        double floor = norm(all) / 100;
        int offset = 0;
        Map<String, StoredTensor> golden =
                SafetensorsReader.map(fixture.resolve("gradients.safetensors"), arena).stream()
                        .collect(Collectors.toMap(StoredTensor::name, t -> t));
        for (ParameterShape p : config.parameters()) {
            StoredTensor expected = Objects.requireNonNull(golden.remove(p.name()), p.name());
            int n = (int) p.elements();
            float[] ours = Arrays.copyOfRange(all, offset, offset + n);
            assertThat(error(ours, expected.toFloats(), floor)).as(p.name()).isLessThan(1e-5);
            offset += n;
        }
        assertThat(golden).isEmpty();
        assertThat(offset).isEqualTo(all.length);
    }

    /** L2 norm of the difference over the L2 norm of the expected. */
    public static double relativeError(float[] ours, float[] expected) {
        return error(ours, expected, 0);
    }

    /** L2 norm of the difference over the L2 norm of the expected, which counts as at least {@code floor}. */
    private static double error(float[] ours, float[] expected, double floor) {
        double difference = 0;
        for (int i = 0; i < ours.length; i++) {
            difference += Math.pow((double) ours[i] - expected[i], 2);
        }
        return Math.sqrt(difference) / Math.max(norm(expected), floor);
    }

    private static double norm(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }
}
