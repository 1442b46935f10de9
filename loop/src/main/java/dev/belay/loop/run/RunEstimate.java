package dev.belay.loop.run;

import dev.belay.loop.credit.ActorCritic;
import dev.belay.loop.reward.RewardModels;
import dev.belay.loop.update.Critic;
import dev.belay.model.LanguageModel;
import dev.belay.model.MemoryPlan;
import dev.belay.model.Workload;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run will need, from the models' sizes and the batch numbers alone: upper bounds for memory, arithmetic for time.
 *
 * @param policy native memory of the model being trained
 * @param reference native memory of the frozen copy it is held against; nothing without one
 * @param critic native memory of the value model of an actor-critic method, in bytes
 * @param rewardModels native memory of the models that rewards ask, in bytes
 * @param tokensPerStep longest possible: samples times budget
 * @param flopsPerStep 2 operations a parameter and token to sample, 6 to train, 4 to train adapters; of the
 *     policy, and of the value model if there is one
 */
public record RunEstimate(
        MemoryPlan policy,
        MemoryPlan reference,
        long critic,
        long rewardModels,
        long tokensPerStep,
        double flopsPerStep) {
    /** Prompts are not read for an estimate; most are shorter. */
    private static final int PROMPT_TOKENS = 512;

    private static final int SAMPLING = 2;

    static RunEstimate of(Recipe recipe, LanguageModel model, @Nullable Critic critic, RewardModels rewardModels) {
        int problems = recipe.rollout().problemsPerStep();
        int each = recipe.rollout().samplesPerProblem();
        int budget = recipe.rollout().maxNewTokens();
        long samples = (long) problems * each;
        int prompt = Math.clamp((long) model.spec().contextTokens() - budget, 1, PROMPT_TOKENS);
        long tokens = samples * budget;
        Workload work = new Workload(
                samples,
                each,
                prompt,
                budget,
                Math.min(recipe.optimizer().microBatchTokens(), tokens + (long) problems * prompt),
                true,
                recipe.optimizer().backwardPlan());
        boolean pulled = recipe.regulariser().stream().anyMatch(r -> r.needsReference());
        return new RunEstimate(
                model.memoryFor(work),
                pulled ? model.frozenCopyMemoryFor(work) : MemoryPlan.NONE,
                critic == null
                        ? 0
                        : critic.memoryFor(prompt + budget, work.batchTokens()).total(),
                rewardModels.bytesFor(prompt + budget),
                tokens,
                tokens * (policyOperations(recipe, model) + criticOperations(recipe, critic)));
    }

    private static double policyOperations(Recipe recipe, LanguageModel model) {
        return model.spec().parameters()
                * (SAMPLING + trainingOperations(model) * recipe.optimizer().passes());
    }

    /** Values are read once and learnt in every pass. */
    private static double criticOperations(Recipe recipe, @Nullable Critic critic) {
        return critic != null && recipe.credit() instanceof ActorCritic rule
                ? critic.parameters() * (2.0 + 6.0 * rule.critic().passes())
                : 0;
    }

    /** Of adapters the gradient of the weights is not formed. */
    private static double trainingOperations(LanguageModel model) {
        return model.trainedCount() < model.spec().parameters() ? 4 : 6;
    }

    /** Buffers are kept once they have grown, so all parts count. */
    public long peakBytes() {
        return policy.total() + reference.total() + critic + rewardModels;
    }

    /** One sentence for the terminal. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "up to %s of memory beside the JVM (weights and their packed copies %s, gradient and moments %s, one"
                        + " micro-batch %s, sampling %s%s%s%s); up to %,d sampled tokens and %s a step",
                bytes(peakBytes()),
                bytes(policy.weights() + policy.packed()),
                bytes(policy.gradients() + policy.moments()),
                bytes(policy.activations() + policy.head()),
                bytes(policy.keyValues() + policy.decoding()),
                reference.total() == 0 ? "" : ", frozen copy " + bytes(reference.total()),
                critic == 0 ? "" : ", value model " + bytes(critic),
                rewardModels == 0 ? "" : ", reward models " + bytes(rewardModels),
                tokensPerStep,
                operations(flopsPerStep));
    }

    private static String bytes(long n) {
        return n < 1L << 30
                ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(n / 0x1p20))
                : String.format(Locale.ROOT, "%.1f GiB", n / 0x1p30);
    }

    private static String operations(double n) {
        return n < 1e12
                ? String.format(Locale.ROOT, "%.1f GFLOP", n / 1e9)
                : String.format(Locale.ROOT, "%.1f TFLOP", n / 1e12);
    }
}
