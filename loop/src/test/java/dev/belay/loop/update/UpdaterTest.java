package dev.belay.loop.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import dev.belay.loop.objective.Aggregation;
import dev.belay.loop.objective.ClipObjective;
import dev.belay.loop.objective.FixedReference;
import dev.belay.loop.objective.KlRegulariser;
import dev.belay.loop.objective.ReinforceObjective;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.RandomKey;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.WeightRule;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.TableModel;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UpdaterTest {
    private static final RunState START = RunState.start(1, 10);

    private static OptimizerOptions options(int updates, int passes, int microBatchTokens) {
        return new OptimizerOptions(
                .1,
                LearningRate.CONSTANT,
                0,
                Double.POSITIVE_INFINITY,
                .9,
                .999,
                1e-8,
                0,
                updates,
                passes,
                OldLogProbs.TRAINER,
                microBatchTokens,
                false,
                1);
    }

    private static TableModel model() {
        return TableModel.bigram(new ByteTokenizer(), Set.of(ByteTokenizer.EOS)).randomized(RandomKey.of(9), 1);
    }

    /** Groups of different sizes and lengths with different advantages. */
    private static TrainingBatch batch() {
        List<ScoredGroup> groups = List.of(
                Samples.scored("a", new double[] {1, 0, 0}, new int[] {5, 2, 9}),
                Samples.scored("b", new double[] {0, 1}, new int[] {1, 30}),
                Samples.scored("c", new double[] {1, 0, 1, 0}, new int[] {3, 3, 4, 7}));
        TrainingBatch batch = TrainingBatch.of(groups);
        for (int s = 0; s < batch.size(); s++) {
            Arrays.fill(batch.advantages()[s], s % 2 == 0 ? 1 + s : -1);
        }
        return batch;
    }

    private static StepStats update(TableModel model, Aggregation aggregation, OptimizerOptions options) {
        Updater updater =
                new Updater(model, ClipObjective.of(.2, .2, aggregation), List.of(), null, options, LogitWarp.NONE, 64);
        TrainingBatch batch = batch();
        return updater.update(batch, updater.before(batch, Set.of()), START);
    }

    @ParameterizedTest
    @EnumSource
    void update_doesNotDependOnTheMicroBatches(Aggregation aggregation) {
        TableModel whole = model();
        StepStats all = update(whole, aggregation, options(1, 1, 1 << 20));
        for (int budget : new int[] {1, 8, 40}) {
            TableModel cut = model();
            StepStats parts = update(cut, aggregation, options(1, 1, budget));
            assertThat(cut.weights()).containsExactly(whole.weights(), within(1e-6f));
            assertThat(parts.metrics().get("loss")).isCloseTo(all.metrics().get("loss"), within(1e-9));
            assertThat(parts.metrics().get("grad_norm")).isCloseTo(all.metrics().get("grad_norm"), within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 3", "4, 2, 4", "2, 2, 2"})
    void update_takesAsManyOptimizerStepsAsAsked(int updates, int passes, long steps) {
        assertThat(update(model(), Aggregation.TOKEN_MEAN, options(updates, passes, 100))
                        .optimizerSteps())
                .isEqualTo(steps);
    }

    @Test
    void update_lossOnPolicy_isMinusTheMeanAdvantage() {
        // Ratio 1: token-mean loss = -(sum of advantage x length) / (sum of lengths).
        TrainingBatch batch = batch();
        double sum = 0;
        int tokens = 0;
        for (int s = 0; s < batch.size(); s++) {
            sum += batch.advantages()[s][0] * batch.advantages()[s].length;
            tokens += batch.advantages()[s].length;
        }
        StepStats stats = update(model(), Aggregation.TOKEN_MEAN, options(1, 1, 100));
        assertThat(stats.metrics().get("loss")).isCloseTo(-sum / tokens, within(1e-6));
        assertThat(stats.metrics().get("clip_ratio/region_mean")).isZero();
    }

    @Test
    void update_severalPasses_moveTheRatioAwayFromOne() {
        StepStats stats = update(model(), Aggregation.TOKEN_MEAN, options(8, 8, 100));
        assertThat(stats.metrics().get("clip_ratio/region_mean")).isGreaterThan(0);
        assertThat(stats.metrics().get("clip_ratio/high_max"))
                .isGreaterThanOrEqualTo(stats.metrics().get("clip_ratio/high_mean"));
    }

    @Test
    void update_followsTheGradientOfTheLoss() {
        // REINFORCE with sequence-sum on one sequence of advantage 1: one plain step raises its log-probability.
        TableModel model = model();
        TrainingBatch batch = TrainingBatch.of(List.of(Samples.scored("a", new double[] {1}, new int[] {4})));
        Arrays.fill(batch.advantages()[0], 1);
        Updater updater = new Updater(
                model,
                new ReinforceObjective(Aggregation.SEQUENCE_SUM),
                List.of(),
                null,
                options(1, 1, 100),
                LogitWarp.NONE,
                64);
        double before = updater.update(batch, updater.before(batch, Set.of()), START)
                .metrics()
                .getOrDefault("loss", Double.NaN);
        double after = updater.update(batch, updater.before(batch, Set.of()), START)
                .metrics()
                .getOrDefault("loss", Double.NaN);
        assertThat(after).isLessThan(before);
    }

    @Test
    void microBatches_countASharedPromptOnce() {
        // Prompts of one token: three members of 5, 2, 9 tokens cost 17 together, 20 apart.
        TrainingBatch batch =
                TrainingBatch.of(List.of(Samples.scored("a", new double[] {1, 0, 0}, new int[] {5, 2, 9})));
        List<Integer> all = List.of(0, 1, 2);
        assertThat(batch.microBatches(all, 17)).containsExactly(all);
        assertThat(batch.microBatches(all, 16)).containsExactly(List.of(0, 1), List.of(2));
        assertThat(batch.microBatches(all, 1)).containsExactly(List.of(0), List.of(1), List.of(2));
        assertThat(batch.tokens(all, LogitWarp.NONE).trees()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        // 10 steps, 2 of warm-up, peak .1
        "CONSTANT, 0, .033333", "CONSTANT, 1, .066667", "CONSTANT, 2, .1", "CONSTANT, 9, .1",
        "LINEAR, 2, .1", "LINEAR, 6, .05", "COSINE, 6, .05", "COSINE, 2, .1"
    })
    void learningRate_byHand(LearningRate schedule, int step, double rate) {
        OptimizerOptions o =
                new OptimizerOptions(.1, schedule, 2, 1, .9, .999, 1e-8, 0, 1, 1, OldLogProbs.TRAINER, 100, false, 1);
        assertThat(o.at(new RunState(START.key(), step, 10, 0)).learningRate()).isCloseTo(rate, within(1e-6));
    }

    @Test
    void options_updatesThatPassesDoNotDivide_areRefused() {
        assertThatThrownBy(() -> options(3, 2, 100))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("updatesPerStep 3 and passes 2");
    }

    @Test
    void update_allGroupsDropped_withReferenceAndSeveralUpdates_leavesTheWeights() {
        TableModel model = model();
        float[] before = model.weights();
        TrainingBatch nothing = TrainingBatch.of(List.of());
        Updater updater = new Updater(
                model,
                ClipObjective.of(.2, .2, Aggregation.TOKEN_MEAN),
                List.of(new KlRegulariser(.01, KlRegulariser.Estimator.K3)),
                new FixedReference(model),
                options(2, 1, 100),
                LogitWarp.NONE,
                64);
        updater.update(nothing, updater.before(nothing, Set.of(Stat.ENTROPY)), START);
        assertThat(model.weights()).isEqualTo(before);
    }

    @Test
    void update_gradientThatIsNoNumber_namesTheStep() {
        TrainingBatch batch = batch();
        Arrays.fill(batch.advantages()[0], Float.NaN);
        Updater updater = new Updater(
                model(),
                new ReinforceObjective(Aggregation.TOKEN_MEAN),
                List.of(),
                null,
                options(1, 1, 100),
                LogitWarp.NONE,
                64);
        assertThatThrownBy(() -> updater.update(batch, updater.before(batch, Set.of()), START))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("step 1: the norm of the gradient must be finite, got NaN");
    }

    /** A model whose backward pass uses what sampling computed, and that counts the sequences it scores. */
    private static LanguageModel recalling(TableModel model, AtomicInteger scored) {
        return (LanguageModel) Proxy.newProxyInstance(
                LanguageModel.class.getClassLoader(), new Class<?>[] {LanguageModel.class}, (self, method, args) -> {
                    if (method.getName().equals("backward")) {
                        WeightRule rule = (WeightRule) args[2];
                        @SuppressWarnings("unchecked")
                        Set<Stat> want = (Set<Stat>) args[1];
                        return model.backward(
                                        (TokenBatch) args[0], want, (fresh, w) -> rule.weigh(fresh.ofRollout(), w))
                                .ofRollout();
                    }
                    if (method.getName().equals("score")) {
                        scored.addAndGet(((TokenBatch) args[0])
                                .trees().stream()
                                        .mapToInt(tree -> tree.completions().size())
                                        .sum());
                    }
                    return method.invoke(model, args);
                });
    }

    @Test
    void update_withLogProbsOfTheRollout_comparesOneGroupAnewWithTheSampler() {
        TrainingBatch batch = batch();
        TableModel model = model();
        // The first step takes the first of the groups, of 3 members.
        float[][] trainer = model.score(batch.tokens(List.of(0, 1, 2), LogitWarp.NONE), Set.of(Stat.LOGPROB))
                .logProbs();
        double largest = 0;
        for (int s = 0; s < 3; s++) {
            for (int t = 0; t < trainer[s].length; t++) {
                double sampler = batch.sequences().get(s).logProbs()[t];
                largest = Math.max(largest, Math.abs(sampler - trainer[s][t]));
            }
        }
        AtomicInteger scored = new AtomicInteger();
        Updater updater = new Updater(
                recalling(model, scored),
                ClipObjective.of(.2, .2, Aggregation.TOKEN_MEAN),
                List.of(),
                null,
                options(1, 1, 8),
                LogitWarp.NONE,
                64);
        StepStats stats = updater.update(batch, updater.before(batch, Set.of()), START);
        assertThat(scored).hasValue(3);
        assertThat(largest).isPositive();
        assertThat(stats.metrics().get("sampling/sampling_logp_difference/max")).isCloseTo(largest, within(1e-12));
    }
}
