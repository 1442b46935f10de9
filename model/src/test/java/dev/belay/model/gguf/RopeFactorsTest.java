package dev.belay.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.RopeScaling;
import dev.belay.model.files.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RopeFactorsTest {
    private static final int HEAD_SIZE = 64;
    private static final double THETA = 500_000;

    /** A file with the divisors that a scaling amounts to. */
    private static GgufFile file(RopeScaling.Llama3 scaling) {
        byte[] file = new GgufBytes()
                .tensor(RopeFactors.TENSOR, List.of((long) HEAD_SIZE / 2), 0, 0)
                .file(HEAD_SIZE / 2 * Float.BYTES);
        ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        data.position(file.length - HEAD_SIZE / 2 * Float.BYTES);
        for (int i = 0; i < HEAD_SIZE / 2; i++) {
            float frequency = (float) Math.pow(THETA, -2.0 * i / HEAD_SIZE);
            data.putFloat(frequency / scaling.scale(frequency));
        }
        return GgufBytes.parse(file);
    }

    @Test
    void addTo_divisorsOfLlama32_givesItsFourNumbers() {
        ObjectNode config = Json.object();
        RopeFactors.addTo(config, file(new RopeScaling.Llama3(32, 1, 4, 8192)), HEAD_SIZE, THETA);
        assertThat(config.get("rope_scaling").toString())
                .isEqualTo("{\"factor\":32.0,\"high_freq_factor\":4.0,\"low_freq_factor\":1.0,"
                        + "\"original_max_position_embeddings\":8192,\"rope_type\":\"llama3\"}");
    }

    @Test
    void addTo_otherScaling_isRefused() {
        assertThatThrownBy(() -> RopeFactors.addTo(
                        Json.object(), file(new RopeScaling.Llama3(8, 2, 16, 4096)), HEAD_SIZE, THETA))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("tensor rope_freqs.weight has")
                .hasMessageContaining("other scalings are not computed");
    }

    @Test
    void addTo_noTensor_leavesTheConfigAlone() {
        ObjectNode config = Json.object();
        RopeFactors.addTo(config, GgufBytes.parse(new GgufBytes().file(0)), HEAD_SIZE, THETA);
        assertThat(config).isEmpty();
    }
}
