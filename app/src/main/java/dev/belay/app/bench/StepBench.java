package dev.belay.app.bench;

import dev.belay.model.Generation;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.TokenScores;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.cpu.NoTokenizer;
import dev.belay.model.torch.TorchModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Times GRPO steps on a random model: sample, reward the share of even ids, normalise within the group, backward of the
 * clipped objective at ratio 1 averaged over tokens, with the entropy of every token as TRL computes it, AdamW.
 */
public final class StepBench {
    private static final long WARM_UP_NANOS = 15_000_000_000L;

    private final StepBenchPlan plan;
    private final LanguageModel model;
    private final double[] generateSeconds;
    private final double[] stepSeconds;

    private StepBench(StepBenchPlan plan, LanguageModel model) {
        this.plan = plan;
        this.model = model;
        generateSeconds = new double[plan.steps()];
        stepSeconds = new double[plan.steps()];
    }

    /** Builds the model, warms up, measures. */
    public static StepBenchResult run(StepBenchPlan plan) {
        try (LanguageModel model = random(plan)) {
            StepBench bench = new StepBench(plan, model);
            bench.warmUp();
            for (int i = 0; i < plan.steps(); i++) {
                bench.step(i);
            }
            return bench.result();
        }
    }

    private static LanguageModel random(StepBenchPlan plan) {
        RandomKey key = RandomKey.of(0);
        return switch (plan.device()) {
            case CPU -> CpuModel.random(plan.config(), new NoTokenizer(), key, plan.compute());
            case CUDA -> TorchModel.random(plan.config(), new NoTokenizer(), key, plan.compute(), plan.device());
        };
    }

    /** Small shapes need more steps than large ones until the compiler has made its last version of every loop. */
    private void warmUp() {
        long end = System.nanoTime() + WARM_UP_NANOS;
        for (int i = 1; i <= plan.warmUpSteps() || System.nanoTime() < end; i++) {
            step(-i);
        }
    }

    private void step(int index) {
        RandomKey key = RandomKey.of(1).child(index);
        List<TokenPrompt> prompts = prompts(key);
        long start = System.nanoTime();
        List<Generation> drawn = model.rollOut(
                prompts, plan.samplesEach(), new SamplingPlan(LogitWarp.NONE, plan.newTokens(), Set.of()));
        long sampled = System.nanoTime();
        List<PromptTree> trees = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<Generation> group = drawn.subList(p * plan.samplesEach(), (p + 1) * plan.samplesEach());
            trees.add(new PromptTree(
                    prompts.get(p).tokens(),
                    group.stream().map(Generation::tokens).toList()));
        }
        double[] advantages = advantages(drawn);
        model.backward(
                new TokenBatch(trees, LogitWarp.NONE), Set.of(Stat.ENTROPY), (fresh, w) -> weigh(fresh, w, advantages));
        model.update(OptimizerPlan.adamW(1e-4));
        if (index >= 0) {
            generateSeconds[index] = (sampled - start) * 1e-9;
            stepSeconds[index] = (System.nanoTime() - start) * 1e-9;
        }
    }

    private List<TokenPrompt> prompts(RandomKey key) {
        List<TokenPrompt> prompts = new ArrayList<>();
        for (int p = 0; p < plan.problems(); p++) {
            int[] tokens = new int[plan.promptTokens()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = key.child(p).below(plan.config().vocabSize(), t);
            }
            prompts.add(new TokenPrompt(key.child("sample").child(p), tokens));
        }
        return prompts;
    }

    /** (reward - mean) / (standard deviation + 1e-4) within each group. */
    private double[] advantages(List<Generation> drawn) {
        double[] rewards = drawn.stream()
                .mapToDouble(
                        g -> Arrays.stream(g.tokens()).filter(t -> t % 2 == 0).count() / (double) g.tokens().length)
                .toArray();
        int size = plan.samplesEach();
        for (int from = 0; from < rewards.length; from += size) {
            double[] group = Arrays.copyOfRange(rewards, from, from + size);
            double mean = Arrays.stream(group).average().orElse(0);
            double square =
                    Arrays.stream(group).map(r -> (r - mean) * (r - mean)).sum();
            double deviation = Math.sqrt(square / Math.max(1, size - 1));
            for (int i = from; i < from + size; i++) {
                rewards[i] = (rewards[i] - mean) / (deviation + 1e-4);
            }
        }
        return rewards;
    }

    private static void weigh(TokenScores fresh, float[][] weights, double[] advantages) {
        int tokens = Arrays.stream(fresh.logProbs()).mapToInt(row -> row.length).sum();
        for (int s = 0; s < weights.length; s++) {
            Arrays.fill(weights[s], (float) (-advantages[s] / tokens));
        }
    }

    private StepBenchResult result() {
        double generate = median(generateSeconds);
        long tokens = (long) plan.problems() * plan.samplesEach() * plan.newTokens();
        return new StepBenchResult(
                median(stepSeconds),
                generate,
                tokens / generate,
                PeakMemory.bytes(),
                model instanceof CpuModel cpu ? cpu.threads() : 1,
                plan.device().name().toLowerCase(Locale.ROOT),
                model.spec().compute().name().toLowerCase(Locale.ROOT),
                model.spec().parameters());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
