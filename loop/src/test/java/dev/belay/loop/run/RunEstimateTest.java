package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.reward.RewardModels;
import dev.belay.model.LoraPlan;
import dev.belay.model.MemoryPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.cpu.NoTokenizer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunEstimateTest {
    private static final long MIB = 1 << 20;
    private static final MemoryPlan POLICY =
            new MemoryPlan(4 * MIB, 8 * MIB, 4 * MIB, 8 * MIB, 20 * MIB, 5 * MIB, 3 * MIB, MIB);

    @Test
    void sentence_namesEveryPart() {
        RunEstimate estimate = new RunEstimate(POLICY, MemoryPlan.NONE, 0, 0, 2048, 28.7e9);
        assertThat(estimate.peakBytes()).isEqualTo(53 * MIB);
        assertThat(estimate.sentence())
                .isEqualTo("up to 53 MiB of memory beside the JVM (weights and their packed copies 12 MiB, gradient and"
                        + " moments 12 MiB, one micro-batch 25 MiB, sampling 4 MiB); up to 2,048 sampled tokens and"
                        + " 28.7 GFLOP a step");
    }

    @Test
    void sentence_withAReference_countsTheFrozenCopy() {
        MemoryPlan frozen = new MemoryPlan(4 * MIB, 4 * MIB, 0, 0, 2 * MIB, MIB, 0, 0);
        RunEstimate estimate = new RunEstimate(POLICY, frozen, 0, 0, 2048, 1e13);
        assertThat(estimate.peakBytes()).isEqualTo(64 * MIB);
        assertThat(estimate.sentence()).contains("sampling 4 MiB, frozen copy 11 MiB)", "10.0 TFLOP a step");
    }

    /** Adapters need no gradient of the weights: 2 + 4 operations a parameter and token in place of 2 + 6. */
    @Test
    void of_adapters_costThreeQuartersOfTheArithmetic() {
        Recipe recipe = SmallRun.recipe(Path.of("model"));
        ModelConfig config = ModelConfig.qwen2(20, 16, 1, 2, 1, 24);
        try (CpuModel model = CpuModel.random(config, new NoTokenizer(), RandomKey.of(1))) {
            double dense =
                    RunEstimate.of(recipe, model, null, RewardModels.NONE).flopsPerStep();
            model.adapt(new LoraPlan(1, 1, false, Set.of("q_proj")), RandomKey.of(2));
            assertThat(RunEstimate.of(recipe, model, null, RewardModels.NONE).flopsPerStep())
                    .isEqualTo(dense * 6 / 8);
        }
    }
}
