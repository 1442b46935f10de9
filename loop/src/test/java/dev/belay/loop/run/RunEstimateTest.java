package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.ModelSpec;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunEstimateTest {
    private static ModelSpec model(Dtype compute) {
        return new ModelSpec("Qwen2ForCausalLM", 512, 1024, 128, 4, 1_000_000, compute, Device.CPU, Set.of(1));
    }

    /**
     * 32 samples of 64 tokens = 2048 tokens. fp32: weights, gradient and two moments 4 x 4 bytes a parameter; keys and
     * values 2048 x 2 x 4 x 128 x 4 bytes; a micro-batch of 1000 tokens keeps 16 values of width 128 in each of 4 blocks,
     * and 1024 rows of 512 logits twice; 2 operations a parameter and token to sample, 6 for each of 2 passes.
     */
    @Test
    void of_fp32_addsUp() {
        RunEstimate estimate = RunEstimate.of(model(Dtype.FP32), 32, 64, 1000, 2);

        assertThat(estimate.weightBytes()).isEqualTo(16_000_000);
        assertThat(estimate.cacheBytes()).isEqualTo(2048L * 2 * 4 * 128 * 4);
        assertThat(estimate.activationBytes()).isEqualTo(1000L * 4 * 128 * 16 * 4 + 1024L * 512 * 2 * 4);
        assertThat(estimate.tokensPerStep()).isEqualTo(2048);
        assertThat(estimate.flopsPerStep()).isEqualTo(1e6 * 2048 * 14);
        assertThat(estimate.peakBytes()).isEqualTo(estimate.weightBytes() + estimate.activationBytes());
        assertThat(estimate.sentence())
                .isEqualTo(
                        "up to 51 MiB of memory beside the JVM (weights, gradients and moments 16 MiB, sampling 8 MiB, "
                                + "one micro-batch 36 MiB); up to 2,048 sampled tokens and 28.7 GFLOP a step");
    }

    @Test
    void of_bf16_keepsFp32Masters() {
        RunEstimate estimate = RunEstimate.of(model(Dtype.BF16), 32, 64, 100_000, 1);

        assertThat(estimate.weightBytes()).isEqualTo(18_000_000);
        assertThat(estimate.cacheBytes()).isEqualTo(2048L * 2 * 4 * 128 * 2);
    }
}
