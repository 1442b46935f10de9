package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Dtype;
import dev.belay.model.Generation;
import dev.belay.model.LogitWarp;
import dev.belay.model.LoraPlan;
import dev.belay.model.MemoryPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.Workload;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CpuMemoryTest {
    private static final ModelConfig CONFIG = ModelConfig.qwen2(300, 64, 3, 4, 2, 96);
    private static final int PROMPT = 70;
    private static final int NEW = 40;

    /** 6 prompts of 70 tokens, 4 samples of 40 tokens each. */
    private static Workload workload(boolean trained, BackwardPlan plan) {
        return new Workload(24, 4, PROMPT, NEW, 6 * (PROMPT + 4 * (NEW - 1)), trained, plan);
    }

    /** @param rolledOut whether what is trained on is what was sampled */
    private static void work(CpuModel model, Workload work, boolean rolledOut) {
        int[] lengths = new int[6];
        Arrays.fill(lengths, PROMPT);
        List<TokenPrompt> prompts = Models.prompts(300, lengths);
        SamplingPlan sampling = new SamplingPlan(LogitWarp.NONE, NEW, Set.of());
        List<Generation> drawn =
                work.trained() ? model.rollOut(prompts, 4, sampling) : model.generate(prompts, 4, sampling);
        TokenBatch batch = batch(prompts, drawn, rolledOut);
        if (work.trained()) {
            model.setBackwardPlan(work.backwardPlan());
            model.backward(batch, Set.of(), (fresh, w) -> Arrays.fill(w[0], 1));
            model.update(OptimizerPlan.adamW(1e-3));
        } else {
            model.score(batch, Set.of());
        }
    }

    private static TokenBatch batch(List<TokenPrompt> prompts, List<Generation> drawn, boolean rolledOut) {
        List<PromptTree> trees = new ArrayList<>();
        for (int p = 0; p < 6; p++) {
            List<int[]> completions = new ArrayList<>();
            for (int s = 0; s < 4; s++) {
                completions.add(rolledOut ? drawn.get(4 * p + s).tokens() : Models.ids(100 + 4 * p + s, NEW, 300));
            }
            int[] prompt = rolledOut ? prompts.get(p).tokens() : Models.ids(50 + p, PROMPT, 300);
            trees.add(new PromptTree(prompt, completions));
        }
        return new TokenBatch(trees, LogitWarp.NONE);
    }

    /** Whatever was held before, what the activations hold after each call is within the plan. */
    @Test
    void plan_severalUpdatesAStep_boundsTheActivationsAfterEachCall() {
        try (CpuModel model = CpuModel.random(CONFIG, Models.NO_TOKENIZER, RandomKey.of(1))) {
            Workload workload = workload(true, BackwardPlan.PLAIN);
            long most = model.memoryFor(workload).activations();
            for (int step = 0; step < 2; step++) {
                int[] lengths = new int[6];
                Arrays.fill(lengths, PROMPT);
                List<TokenPrompt> prompts = Models.prompts(300, lengths);
                List<Generation> drawn = model.rollOut(prompts, 4, new SamplingPlan(LogitWarp.NONE, NEW, Set.of()));
                assertThat(model.memory().activations()).isLessThanOrEqualTo(most);
                TokenBatch batch = batch(prompts, drawn, true);
                for (int update = 0; update < 2; update++) {
                    boolean recalled = model.backward(batch, Set.of(), (fresh, w) -> Arrays.fill(w[0], 1))
                            .fromRollout();
                    assertThat(recalled).isEqualTo(update == 0);
                    assertThat(model.memory().activations()).isLessThanOrEqualTo(most);
                    model.update(OptimizerPlan.adamW(1e-3));
                }
                // Keeps little, in memory that the backward pass before it has left large.
                model.score(batch, Set.of());
            }
        }
    }

    private static void requireBound(Workload workload) {
        requireBound(workload, null, false);
    }

    private static void requireBound(Workload workload, @Nullable LoraPlan lora, boolean rolledOut) {
        try (CpuModel model = CpuModel.random(CONFIG, Models.NO_TOKENIZER, RandomKey.of(1))) {
            if (lora != null) {
                model.adapt(lora, RandomKey.of(2));
            }
            work(model, workload, rolledOut);
            MemoryPlan held = model.memory();
            MemoryPlan plan = CpuMemory.plan(CONFIG, Dtype.FP32, model.threads(), workload, lora);
            held.parts()
                    .forEach((part, bytes) ->
                            assertThat(plan.parts().get(part)).as(part).isGreaterThanOrEqualTo(bytes));
            assertThat(plan.weights()).isEqualTo(held.weights());
            assertThat(plan.packed()).isEqualTo(held.packed());
            assertThat(plan.gradients()).isEqualTo(held.gradients());
            assertThat(plan.moments()).isEqualTo(held.moments());
            assertThat((double) plan.total()).isLessThan(1.5 * held.total());
        }
    }

    @Test
    void plan_scoring_boundsWhatIsHeldAndCountsNoGradient() {
        requireBound(workload(false, BackwardPlan.PLAIN));
    }

    @Test
    void plan_training_boundsWhatIsHeld() {
        requireBound(workload(true, BackwardPlan.PLAIN));
    }

    @Test
    void plan_trainingOnWhatWasRolledOut_boundsWhatIsHeld() {
        requireBound(workload(true, BackwardPlan.PLAIN), null, true);
    }

    @Test
    void plan_checkpointedTraining_boundsWhatIsHeld() {
        requireBound(workload(true, new BackwardPlan(true, 4)));
    }

    @Test
    void plan_adapters_boundsWhatIsHeldAndCountsNoGradientOfTheWeights() {
        LoraPlan lora = new LoraPlan(4, 8, false, Set.of(LoraPlan.ALL_LINEAR));
        requireBound(workload(true, BackwardPlan.PLAIN), lora, false);
        MemoryPlan plan = CpuMemory.plan(CONFIG, Dtype.FP32, 2, workload(true, BackwardPlan.PLAIN), lora);
        assertThat(plan.gradients() + plan.moments()).isLessThan(CONFIG.parameterCount() * 4);
    }

    @Test
    void plan_bf16_countsTheRoundedCopy() {
        Workload work = workload(false, BackwardPlan.PLAIN);
        assertThat(CpuMemory.plan(CONFIG, Dtype.BF16, 2, work).weights()).isEqualTo(8 * CONFIG.parameterCount());
    }
}
