package dev.belay.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.credit.CriticOptions;
import dev.belay.loop.credit.GaeCredit;
import dev.belay.loop.credit.GroupNormCredit;
import dev.belay.loop.credit.Spread;
import dev.belay.loop.objective.Aggregation;
import dev.belay.loop.objective.ClipObjective;
import dev.belay.loop.objective.FixedReference;
import dev.belay.loop.objective.KlRegulariser;
import dev.belay.loop.reward.RandomReward;
import dev.belay.loop.rollout.PlainRollout;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.schedule.RunState;
import dev.belay.loop.update.Critic;
import dev.belay.loop.update.LearningRate;
import dev.belay.loop.update.OldLogProbs;
import dev.belay.loop.update.OptimizerOptions;
import dev.belay.model.BackwardPlan;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.testkit.TableClassifier;
import dev.belay.testkit.TableModel;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopTest {
    private static final OptimizerOptions FAST = OptimizerOptions.adamW(0.2);

    private static OptimizerOptions updates(int updates, int passes, OldLogProbs old, int microBatchTokens) {
        return new OptimizerOptions(
                0.2,
                LearningRate.CONSTANT,
                0,
                1,
                0.9,
                0.999,
                1e-8,
                0,
                updates,
                passes,
                old,
                microBatchTokens,
                false,
                1);
    }

    private static List<Map<String, Double>> run(TableModel model, Stages stages, int steps) {
        List<Map<String, Double>> metrics = new ArrayList<>();
        Loop loop = new Loop(model, stages, RunState.start(3, steps), r -> metrics.add(r.metrics()));
        while (!loop.finished()) {
            loop.step();
        }
        return metrics;
    }

    @Test
    void step_learnsTheTask() {
        List<Map<String, Double>> metrics = run(Echo.model(), Echo.stages(FAST), 40);
        assertThat(metrics.getFirst().get("reward/true")).isLessThan(0.3);
        assertThat(metrics.getLast().get("reward/true")).isGreaterThan(0.95);
        assertThat(metrics.getLast().get("reward")).isEqualTo(metrics.getLast().get("reward/true"));
    }

    @Test
    void step_learnsWithSeveralUpdatesAndReference() {
        TableModel model = Echo.model();
        Stages plain = Echo.stages(updates(4, 2, OldLogProbs.TRAINER, 100));
        Stages stages = new Stages(
                plain.source(),
                PromptRenderer.RAW_TEXT,
                plain.rollout(),
                plain.rewards(),
                List.of(),
                plain.credit(),
                null,
                plain.objective(),
                List.of(new KlRegulariser(0.001, KlRegulariser.Estimator.K3)),
                new FixedReference(model),
                plain.optimizer());
        List<Map<String, Double>> metrics = run(model, stages, 20);
        assertThat(metrics.getLast().get("reward/true")).isGreaterThan(0.9);
        assertThat(metrics.getLast().get("kl")).isGreaterThan(0.1);
        assertThat(metrics.stream().mapToDouble(m -> m.get("clip_ratio/region_mean")))
                .anyMatch(share -> share > 0);
    }

    private static Stages actorCritic(TableClassifier values, int warmupSteps) {
        return actorCritic(values, warmupSteps, FAST);
    }

    private static Stages actorCritic(TableClassifier values, int warmupSteps, OptimizerOptions optimizer) {
        GaeCredit gae = new GaeCredit(1, 1, true, new CriticOptions(0.05, 0.5, 2, 1, warmupSteps, 1));
        Stages plain = Echo.stages(FAST);
        return new Stages(
                plain.source(),
                PromptRenderer.RAW_TEXT,
                plain.rollout(),
                plain.rewards(),
                List.of(),
                gae,
                new Critic(values, gae.critic(), optimizer),
                plain.objective(),
                List.of(),
                null,
                optimizer);
    }

    private static TableClassifier values() {
        return new TableClassifier(Echo.TOKENIZER, 2, 200);
    }

    @Test
    void step_withACritic_learnsTheTaskAndWhatToExpect() {
        TableModel policy = Echo.model();
        List<Map<String, Double>> metrics = run(policy, actorCritic(values(), 0), 60);
        assertThat(metrics.getLast().get("reward/true")).isGreaterThan(0.95);
        assertThat(metrics.getLast().get("critic/vpred_mean")).isGreaterThan(0.8);
        assertThat(metrics.stream().mapToDouble(m -> m.getOrDefault("critic/vf_explained_var", 0.0)))
                .anyMatch(share -> share > 0.3);
    }

    @Test
    void step_whileTheCriticWarmsUp_thePolicyStays() {
        TableModel policy = Echo.model();
        TableClassifier values = values();
        List<Map<String, Double>> metrics = new ArrayList<>();
        Loop loop = new Loop(policy, actorCritic(values, 2), RunState.start(3, 3), r -> metrics.add(r.metrics()));
        loop.step();
        loop.step();
        assertThat(policy.weights()).isEqualTo(Echo.model().weights());
        assertThat(values.weights()).isNotEqualTo(values().weights());
        assertThat(metrics.getLast()).containsKeys("critic/vf_loss", "reward").doesNotContainKeys("loss", "grad_norm");
        loop.step();
        assertThat(policy.weights()).isNotEqualTo(Echo.model().weights());
        assertThat(metrics.getLast()).containsKeys("critic/vf_loss", "loss", "grad_norm");
    }

    /** Two steps of waiting, then six of a schedule that is theirs alone: a warm-up of one step and a line down to 0. */
    @Test
    void step_afterTheCriticsWarmUp_thePolicysScheduleBegins() {
        OptimizerOptions line = new OptimizerOptions(
                0.2, LearningRate.LINEAR, 1, 1, 0.9, 0.999, 1e-8, 0, 1, 1, OldLogProbs.TRAINER, 100, false, 1);
        List<Map<String, Double>> metrics = new ArrayList<>();
        Loop loop = new Loop(
                Echo.model(), actorCritic(values(), 2, line), RunState.start(3, 8), r -> metrics.add(r.metrics()));
        while (!loop.finished()) {
            loop.step();
        }
        List<Map<String, Double>> plain = new ArrayList<>();
        Loop alone = new Loop(Echo.model(), Echo.stages(line), RunState.start(3, 6), r -> plain.add(r.metrics()));
        while (!alone.finished()) {
            alone.step();
        }
        assertThat(metrics.subList(2, 8).stream().map(m -> m.get("learning_rate")))
                .containsExactlyElementsOf(
                        plain.stream().map(m -> m.get("learning_rate")).toList());
        assertThat(metrics.get(2).get("learning_rate")).isEqualTo(0.1);
    }

    @Test
    void stages_actorCriticWithoutACritic_areRefused() {
        GaeCredit gae = new GaeCredit(1, 1, true, new CriticOptions(0.05, 0.5, 1, 1, 0, 1));
        assertThatThrownBy(() -> Echo.stages(gae, FAST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("value model");
        Stages plain = Echo.stages(FAST);
        Critic idle = new Critic(values(), gae.critic(), FAST);
        assertThatThrownBy(() -> new Stages(
                        plain.source(),
                        PromptRenderer.RAW_TEXT,
                        plain.rollout(),
                        plain.rewards(),
                        List.of(),
                        plain.credit(),
                        idle,
                        plain.objective(),
                        List.of(),
                        null,
                        FAST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no use for one");
    }

    /** A policy that samples before it knows the plan keeps activations that no backward pass will use. */
    @Test
    void step_withGradientCheckpointing_tellsThePolicyBeforeItFirstSamples() {
        TableModel model = Echo.model();
        List<BackwardPlan> told = new ArrayList<>();
        List<BackwardPlan> toldLast = new ArrayList<>();
        LanguageModel policy = (LanguageModel) Proxy.newProxyInstance(
                LanguageModel.class.getClassLoader(), new Class<?>[] {LanguageModel.class}, (self, method, args) -> {
                    if (method.getName().equals("setBackwardPlan")) {
                        told.add((BackwardPlan) args[0]);
                    }
                    if (method.getName().equals("rollOut")) {
                        toldLast.add(told.isEmpty() ? BackwardPlan.PLAIN : told.getLast());
                    }
                    return method.invoke(model, args);
                });
        OptimizerOptions checkpointed = new OptimizerOptions(
                0.2, LearningRate.CONSTANT, 0, 1, 0.9, 0.999, 1e-8, 0, 1, 1, OldLogProbs.TRAINER, 100, true, 2);
        Loop loop = new Loop(policy, Echo.stages(checkpointed), RunState.start(3, 2), r -> {});
        loop.step();
        loop.step();
        BackwardPlan plan = new BackwardPlan(true, 2);
        assertThat(toldLast).containsExactly(plan, plan);
    }

    @Test
    void step_sameSeedSameBits() {
        TableModel a = Echo.model();
        TableModel b = Echo.model();
        assertThat(run(a, Echo.stages(FAST), 5)).isEqualTo(run(b, Echo.stages(FAST), 5));
        assertThat(a.weights()).isEqualTo(b.weights());
    }

    @Test
    void step_microBatchesChangeNothing() {
        // One sequence at a time, a few, and everything at once: the same update to 1e-6.
        TableModel whole = Echo.model();
        run(whole, Echo.stages(updates(2, 1, OldLogProbs.TRAINER, 1 << 20)), 3);
        for (int budget : new int[] {1, 17}) {
            TableModel cut = Echo.model();
            run(cut, Echo.stages(updates(2, 1, OldLogProbs.TRAINER, budget)), 3);
            assertThat(cut.weights()).containsExactly(whole.weights(), within(1e-6f));
        }
    }

    @Test
    void restore_continuesAsIfNeverInterrupted(@TempDir Path folder) {
        TableModel uninterrupted = Echo.model();
        List<Map<String, Double>> all = run(uninterrupted, Echo.stages(FAST), 6);

        TableModel first = Echo.model();
        Loop loop = new Loop(first, Echo.stages(FAST), RunState.start(3, 6), r -> {});
        loop.step();
        loop.step();
        LoopState saved = loop.save();
        first.saveTrainingState(folder.resolve("state"));

        TableModel second = Echo.model();
        second.loadTrainingState(folder.resolve("state"));
        List<Map<String, Double>> rest = new ArrayList<>();
        Loop resumed = new Loop(second, Echo.stages(FAST), RunState.start(3, 6), r -> rest.add(r.metrics()));
        resumed.restore(saved);
        while (!resumed.finished()) {
            resumed.step();
        }
        assertThat(rest).isEqualTo(all.subList(2, 6));
        assertThat(second.weights()).isEqualTo(uninterrupted.weights());
    }

    @Test
    void step_onPolicyRatioIsOne() {
        List<Map<String, Double>> metrics = run(Echo.model(), Echo.stages(FAST), 2);
        // One update: the ratio is 1, so the loss is minus the token mean of the advantages and nothing is clipped.
        assertThat(metrics.getFirst().get("clip_ratio/region_mean")).isZero();
        assertThat(metrics.getFirst().get("sampling/sampling_logp_difference/max"))
                .isLessThan(1e-6);
    }

    @Test
    void step_recordsEverySampleWithItsAdvantage() {
        List<StepRecord> records = new ArrayList<>();
        Loop loop = new Loop(Echo.model(), Echo.stages(FAST), RunState.start(3, 1), records::add);
        loop.step();
        StepRecord r = records.getFirst();
        assertThat(r.step()).isEqualTo(1);
        assertThat(r.groups()).hasSize(10);
        assertThat(r.seconds()).containsKeys("step_time", "time/rollout", "time/reward", "time/update");
        for (int g = 0; g < 10; g++) {
            double sum = 0;
            for (int i = 0; i < 8; i++) {
                sum += r.advantages()[g][i];
                boolean right = r.groups().get(g).members().get(i).trueValue() == 1;
                assertThat(r.advantages()[g][i]).matches(a -> right ? a >= 0 : a <= 0);
            }
            assertThat(sum).isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void step_measuresTruthBesideRandomReward() {
        Stages stages = Stages.of(
                new Echo.Digits(),
                PlainRollout.of(10, 8, 1, 3),
                Echo.rewards(new RandomReward(0.5)),
                new GroupNormCredit(Spread.UNBIASED, 1e-4),
                ClipObjective.of(0.2, 0.2, Aggregation.TOKEN_MEAN),
                FAST);
        Map<String, Double> m = run(Echo.model(), stages, 1).getFirst();
        assertThat(m.get("reward")).isBetween(0.3, 0.7);
        assertThat(m.get("reward/true")).isLessThan(0.3);
        assertThat(m).containsKeys("rewards/r0/mean", "rewards/r0/std", "reward/groups/mixed", "parse_rate");
    }

    @Test
    void stages_groupOfOneWithGroupNormalisation_isRefused() {
        assertThatThrownBy(() -> Stages.of(
                        new Echo.Digits(),
                        PlainRollout.of(10, 1, 1, 3),
                        Echo.rewards(new Echo.FirstCharacter()),
                        new GroupNormCredit(Spread.UNBIASED, 1e-4),
                        ClipObjective.of(0.2, 0.2, Aggregation.TOKEN_MEAN),
                        FAST))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("samplesPerProblem must be at least 2")
                .hasMessageContaining("got 1");
    }

    @Test
    void stages_referenceAndTruncatedSampling_areRefusedTogether() {
        TableModel model = Echo.model();
        Stages plain = Echo.stages(FAST);
        try (FixedReference reference = new FixedReference(model)) {
            assertThatThrownBy(() -> new Stages(
                            plain.source(),
                            PromptRenderer.RAW_TEXT,
                            new PlainRollout(2, 4, 1, 5, 0, .9, 0, List.of()),
                            plain.rewards(),
                            List.of(),
                            plain.credit(),
                            null,
                            plain.objective(),
                            List.of(new KlRegulariser(0.001, KlRegulariser.Estimator.K3)),
                            reference,
                            plain.optimizer()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("regulariser: kl")
                    .hasMessageContaining("topP 0.9");
        }
    }
}
