package dev.belay.loop;

import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.reward.Score;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.update.StepStats;
import dev.belay.loop.update.TrainingBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Turns a step's groups into figures: TRL's names first, then what goes wrong in this field. A figure that is not
 * defined, such as the length of right answers when none was right, is left out.
 */
final class StepMetrics {
    private final List<ScoredGroup> groups;
    private final List<ScoredMember> members;
    private final StrategyDetector strategies;
    private final Map<String, Double> out = new LinkedHashMap<>();

    StepMetrics(List<ScoredGroup> groups, StrategyDetector strategies) {
        this.groups = groups;
        this.members = groups.stream().flatMap(g -> g.members().stream()).toList();
        this.strategies = strategies;
    }

    /**
     * Everything about the step.
     *
     * @param tokens of the run so far
     */
    Map<String, Double> with(TrainingBatch batch, StepStats stats, long tokens) {
        rewards();
        outcomes();
        lengths();
        strategyShares();
        out.put("groups_trained_share", batch.groups().size() / (double) Math.max(1, groups.size()));
        out.putAll(stats.metrics());
        out.put("num_tokens", (double) tokens);
        return out;
    }

    /** Prompt and completion tokens of all samples. */
    static long tokens(List<Group> groups) {
        return groups.stream()
                .flatMap(g -> g.members().stream())
                .mapToLong(c -> (long) c.scoredUnder().length + c.tokens().length)
                .sum();
    }

    /** {@code [group][member]} mean advantage over the tokens; NaN where a member was not trained on. */
    static double[][] advantages(List<ScoredGroup> groups, TrainingBatch batch) {
        Map<Completion, Double> bySequence = new HashMap<>();
        for (int s = 0; s < batch.size(); s++) {
            float[] a = batch.advantages()[s];
            double sum = 0;
            for (float v : a) {
                sum += v;
            }
            bySequence.put(batch.sequences().get(s), a.length == 0 ? 0 : sum / a.length);
        }
        return groups.stream()
                .map(g -> g.members().stream()
                        .mapToDouble(m -> bySequence.getOrDefault(m.completion(), Double.NaN))
                        .toArray())
                .toArray(double[][]::new);
    }

    private void rewards() {
        put("reward", mean(ScoredMember::seenValue, m -> true));
        List<double[]> perGroup = groups.stream()
                .map(ScoredGroup::gradedOnly)
                .filter(g -> g.size() > 0)
                .map(ScoredGroup::rewards)
                .toList();
        put(
                "reward_std",
                perGroup.stream().mapToDouble(StepMetrics::std).average().orElse(Double.NaN));
        put("frac_reward_zero_std", share(perGroup, r -> std(r) == 0));
        put("reward/true", mean(ScoredMember::trueValue, m -> true));
        groupKinds("reward/groups/", perGroup);
        groupKinds(
                "reward/true_groups/",
                groups.stream()
                        .map(g -> g.members().stream()
                                .mapToDouble(ScoredMember::trueValue)
                                .filter(v -> !Double.isNaN(v))
                                .toArray())
                        .filter(r -> r.length > 0)
                        .toList());
        for (String name : members.isEmpty()
                ? List.<String>of()
                : members.getFirst().scores().keySet()) {
            double[] values = members.stream()
                    .map(m -> m.scores().get(name))
                    .mapToDouble(s -> s instanceof Score.Scored v ? v.value() : Double.NaN)
                    .filter(v -> !Double.isNaN(v))
                    .toArray();
            put("rewards/" + name + "/mean", Arrays.stream(values).average().orElse(Double.NaN));
            put("rewards/" + name + "/std", values.length == 0 ? Double.NaN : std(values));
        }
        put("reward/ungradable_share", share(members, m -> !m.graded()));
    }

    private void groupKinds(String prefix, List<double[]> rewards) {
        put(prefix + "all_zero", share(rewards, r -> Arrays.stream(r).allMatch(v -> v == 0)));
        put(prefix + "all_one", share(rewards, r -> Arrays.stream(r).allMatch(v -> v == 1)));
        put(prefix + "mixed", share(rewards, r -> Arrays.stream(r).anyMatch(v -> v != r[0])));
    }

    private void outcomes() {
        List<Score.Scored> judged = members.stream()
                .map(ScoredMember::truth)
                .filter(Score.Scored.class::isInstance)
                .map(Score.Scored.class::cast)
                .toList();
        put(
                "parse_rate",
                judged.stream()
                        .filter(s -> s.parts().containsKey(Score.PARSED))
                        .mapToDouble(s -> s.parts().getOrDefault(Score.PARSED, 0.0))
                        .average()
                        .orElse(Double.NaN));
        put("reward/true_unknown_share", 1 - judged.size() / (double) Math.max(1, members.size()));
    }

    private void lengths() {
        ToDoubleFunction<ScoredMember> length = m -> m.completion().tokens().length;
        double[] all = members.stream().mapToDouble(length).toArray();
        put("completions/mean_length", Arrays.stream(all).average().orElse(Double.NaN));
        put("completions/min_length", Arrays.stream(all).min().orElse(Double.NaN));
        put("completions/max_length", Arrays.stream(all).max().orElse(Double.NaN));
        put("completions/clipped_ratio", share(members, m -> m.completion().truncated()));
        put(
                "completions/mean_terminated_length",
                mean(length, m -> !m.completion().truncated()));
        put("completions/mean_length_right", mean(length, m -> m.trueValue() == 1));
        put("completions/mean_length_wrong", mean(length, m -> m.trueValue() == 0));
    }

    private void strategyShares() {
        if (strategies.names().isEmpty()) {
            return;
        }
        Map<String, List<ScoredMember>> by = new HashMap<>();
        members.forEach(m -> by.computeIfAbsent(strategies.of(m.completion().text()), k -> new ArrayList<>())
                .add(m));
        for (String name : strategies.names()) {
            List<ScoredMember> those = by.getOrDefault(name, List.of());
            put("strategy/" + name + "/share", those.size() / (double) Math.max(1, members.size()));
            put(
                    "strategy/" + name + "/accuracy",
                    known(those.stream().mapToDouble(ScoredMember::trueValue))
                            .average()
                            .orElse(Double.NaN));
        }
    }

    private void put(String name, double value) {
        if (!Double.isNaN(value)) {
            out.put(name, value);
        }
    }

    private double mean(ToDoubleFunction<ScoredMember> f, Predicate<ScoredMember> which) {
        return known(members.stream().filter(which).mapToDouble(f)).average().orElse(Double.NaN);
    }

    private static DoubleStream known(DoubleStream values) {
        return values.filter(v -> !Double.isNaN(v));
    }

    private static <T> double share(List<T> all, Predicate<T> which) {
        return all.isEmpty() ? Double.NaN : all.stream().filter(which).count() / (double) all.size();
    }

    /** Unbiased; 0 for a single value. */
    private static double std(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        boolean constant = Arrays.stream(values).allMatch(v -> v == values[0]);
        return constant ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
