package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.recipe.YamlReader;
import dev.belay.loop.reward.RewardModels;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import dev.belay.model.MemoryPlan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunEstimateTest {
    private static final long MIB = 1 << 20;
    private static final MemoryPlan POLICY =
            new MemoryPlan(4 * MIB, 8 * MIB, 4 * MIB, 8 * MIB, 20 * MIB, 5 * MIB, 3 * MIB, MIB);

    @Test
    void sentence_namesEveryPart() {
        RunEstimate estimate = new RunEstimate(POLICY, MemoryPlan.NONE, 0, 2048, 28.7e9);
        assertThat(estimate.peakBytes()).isEqualTo(53 * MIB);
        assertThat(estimate.sentence())
                .isEqualTo("up to 53 MiB of memory beside the JVM (weights and their packed copies 12 MiB, gradient and"
                        + " moments 12 MiB, one micro-batch 25 MiB, sampling 4 MiB); up to 2,048 sampled tokens and"
                        + " 28.7 GFLOP a step");
    }

    @Test
    void sentence_withAReference_countsTheFrozenCopy() {
        MemoryPlan frozen = new MemoryPlan(4 * MIB, 4 * MIB, 0, 0, 2 * MIB, MIB, 0, 0);
        RunEstimate estimate = new RunEstimate(POLICY, frozen, 0, 2048, 1e13);
        assertThat(estimate.peakBytes()).isEqualTo(64 * MIB);
        assertThat(estimate.sentence()).contains("sampling 4 MiB, frozen copy 11 MiB)", "10.0 TFLOP a step");
    }

    /** Adapters need no gradient of the weights: 2 + 4 operations a parameter and token in place of 2 + 6. */
    @Test
    void of_adapters_costThreeQuartersOfTheArithmetic() {
        String yaml = SmallRun.yaml(Path.of("model"));
        Recipe dense = Recipe.of(YamlReader.parse(yaml, "dense.yaml"));
        Recipe lora = Recipe.of(YamlReader.parse(yaml + "lora: {rank: 2}\n", "lora.yaml"));
        try (LanguageModel model = new SmallRun.Loader().load(Path.of("model"), Dtype.FP32, Device.CPU)) {
            assertThat(RunEstimate.of(lora, model, RewardModels.NONE).flopsPerStep())
                    .isEqualTo(RunEstimate.of(dense, model, RewardModels.NONE).flopsPerStep() * 6 / 8);
        }
    }

    @Test
    void sentence_withRewardModels_countsThem() {
        RunEstimate estimate = new RunEstimate(POLICY, MemoryPlan.NONE, 7 * MIB, 2048, 1e13);
        assertThat(estimate.peakBytes()).isEqualTo(60 * MIB);
        assertThat(estimate.sentence()).contains("sampling 4 MiB, reward models 7 MiB)");
    }
}
