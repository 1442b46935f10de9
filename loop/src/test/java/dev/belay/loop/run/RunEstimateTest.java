package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.credit.ActorCritic;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.loop.reward.RewardModels;
import dev.belay.loop.update.Critic;
import dev.belay.model.LoraPlan;
import dev.belay.model.MemoryPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.cpu.NoTokenizer;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.TableClassifier;
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

    @Test
    void sentence_withAValueModel_countsIt() {
        RunEstimate estimate = new RunEstimate(POLICY, MemoryPlan.NONE, 30 * MIB, 0, 2048, 1e13);
        assertThat(estimate.peakBytes()).isEqualTo(83 * MIB);
        assertThat(estimate.sentence()).contains("sampling 4 MiB, value model 30 MiB)");
    }

    /** Beside 2 + 6 operations of the policy 2 of reading values and 2 x 6 of learning them. */
    @Test
    void of_valueModel_isTrainedToo() {
        String yaml = SmallRun.yaml(Path.of("model")) + "credit: {use: gae, critic: {updatesPerStep: 2, passes: 2}}\n";
        Recipe recipe = Recipe.of(YamlReader.parse(yaml, "ppo.yaml"));
        ModelConfig config = ModelConfig.qwen2(20, 16, 1, 2, 1, 24);
        try (CpuModel model = CpuModel.random(config, new NoTokenizer(), RandomKey.of(1));
                TableClassifier values = new TableClassifier(new ByteTokenizer(), 1, 100)) {
            Critic critic = new Critic(values, ((ActorCritic) recipe.credit()).critic(), recipe.optimizer());
            RunEstimate with = RunEstimate.of(recipe, model, critic, RewardModels.NONE);
            RunEstimate without = RunEstimate.of(recipe, model, null, RewardModels.NONE);
            assertThat(with.flopsPerStep() - without.flopsPerStep())
                    .isCloseTo(with.tokensPerStep() * 100.0 * (2 + 2 * 6), within(1.0));
            // The table's made-up plan: the longest sequence, and 8 completions of 5 tokens with their two prompts.
            assertThat(with.critic()).isEqualTo((512 + 5) + (8 * 5 + 2 * 512));
        }
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
