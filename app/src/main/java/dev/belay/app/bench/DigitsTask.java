package dev.belay.app.bench;

import dev.belay.loop.Loop;
import dev.belay.loop.Stages;
import dev.belay.loop.StepListener;
import dev.belay.loop.StepRecord;
import dev.belay.loop.credit.GroupNormCredit;
import dev.belay.loop.credit.Spread;
import dev.belay.loop.objective.Aggregation;
import dev.belay.loop.objective.ClipObjective;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.RewardTerm;
import dev.belay.loop.rollout.PlainRollout;
import dev.belay.loop.schedule.RunState;
import dev.belay.loop.update.OptimizerOptions;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.CpuModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Learning from scratch, as the smallest task with a clear end: a random model of 0.9 M parameters is rewarded for the
 * share of digits in what it writes, until a batch reaches 0.9. GRPO with 4 problems of 8 samples and 32 new tokens,
 * group-normalised advantages, clip 0.2, token-mean, AdamW at a constant 1e-3.
 *
 * <p>The step count compares algorithms (TRL needs 36, give or take 3), the seconds compare implementations.
 */
public final class DigitsTask {
    private static final double GOAL = 0.9;
    private static final int MOST_STEPS = 200;
    private static final int PROBLEMS = 4;
    private static final int SAMPLES = 8;
    private static final int NEW_TOKENS = 32;

    private final List<Double> rewards = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private double firstReward = Double.NaN;

    private DigitsTask() {}

    public static DigitsResult run(long seed) {
        ModelConfig config = ModelConfig.qwen2(PrintableTokenizer.SIZE, 128, 4, 4, 2, 512)
                .withEosTokenIds(Set.of(PrintableTokenizer.END));
        RandomKey weights = RandomKey.of(seed).child("weights");
        try (LanguageModel policy = CpuModel.random(config, new PrintableTokenizer(), weights)) {
            return new DigitsTask().learn(policy, seed);
        }
    }

    private DigitsResult learn(LanguageModel policy, long seed) {
        Loop loop = new Loop(policy, stages(), RunState.start(seed, MOST_STEPS), new Watch());
        while (!loop.finished() && (rewards.isEmpty() || rewards.getLast() < GOAL)) {
            Instant start = Instant.now();
            loop.step();
            seconds.add(secondsSince(start));
        }
        boolean reached = rewards.getLast() >= GOAL;
        return new DigitsResult(
                reached ? rewards.size() : null,
                reached ? seconds.stream().mapToDouble(s -> s).sum() : null,
                firstReward,
                seconds.stream()
                        .skip(2)
                        .sorted()
                        .skip(Math.max(0, seconds.size() - 2) / 2)
                        .findFirst()
                        .orElse(Double.NaN),
                rewards);
    }

    private static Stages stages() {
        return Stages.of(
                new Sums(),
                new PlainRollout(PROBLEMS, SAMPLES, 1, NEW_TOKENS, 0, 1, 0, List.of()),
                RewardPanel.of(List.of(new RewardTerm("digits", 1, new DigitShareReward()))),
                new GroupNormCredit(Spread.UNBIASED, 1e-4),
                ClipObjective.of(0.2, 0.2, Aggregation.TOKEN_MEAN),
                OptimizerOptions.adamW(1e-3));
    }

    /** Notes rewards, and when the first batch had been scored. */
    private final class Watch implements StepListener {
        @Override
        public void onPhase(int step, Phase phase) {
            if (step == 1 && phase == Phase.UPDATE) {
                firstReward = ProcessAge.seconds();
            }
        }

        @Override
        public void onStep(StepRecord record) {
            rewards.add(record.metrics().getOrDefault("reward", Double.NaN));
        }
    }

    private static double secondsSince(Instant start) {
        return Duration.between(start, Instant.now()).toNanos() * 1e-9;
    }
}
