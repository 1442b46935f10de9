package dev.belay.loop.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import dev.belay.loop.credit.CreditInput;
import dev.belay.loop.credit.CriticOptions;
import dev.belay.loop.credit.GaeCredit;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.BackwardPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenScores;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.TableClassifier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CriticTest {
    private static final RunState STATE = RunState.start(3, 10);
    private static final int VOCAB = new ByteTokenizer().vocabSize();
    private static final ScoredGroup LONG = Samples.scored("a", new double[] {1, 0}, new int[] {4, 2});
    private static final ScoredGroup SHORT = Samples.scored("b", new double[] {0.5, 0}, new int[] {1, 3});

    /** Its row for a token is that token's number in the vocabulary. */
    private final TableClassifier model = new TableClassifier(new ByteTokenizer(), 1, VOCAB);

    private static CriticOptions options(double clipRange, int updates, int passes) {
        return new CriticOptions(0.05, clipRange, updates, passes, 0, Double.POSITIVE_INFINITY);
    }

    /** Returns of gamma and lambda 1: the reward, at every token. */
    private static float[][] returns(TrainingBatch batch, float[][] values) {
        TokenScores old = new TokenScores(new EnumMap<>(Stat.class));
        return new GaeCredit(1, 1, false, options(1, 1, 1)).returns(new CreditInput(batch.groups(), old, values));
    }

    private static OptimizerOptions microBatches(int tokens) {
        return new OptimizerOptions(
                1e-3, LearningRate.CONSTANT, 0, 1, 0.9, 0.999, 1e-8, 0, 1, 1, OldLogProbs.TRAINER, tokens, true, 2);
    }

    private Map<String, Double> learn(Critic critic, TrainingBatch batch) {
        float[][] values = critic.values(batch);
        return critic.update(batch, values, returns(batch, values), STATE);
    }

    @Test
    void values_areOfTheStateThatEachTokenIsDrawnIn() {
        float[] weights = model.weights();
        weights[1] = 5; // the prompt's only token
        weights['x'] = 7;
        model.setWeights(weights);
        Critic critic = new Critic(model, options(0.2, 1, 1), microBatches(4));
        assertThat(critic.values(TrainingBatch.of(List.of(LONG, SHORT))))
                .isDeepEqualTo(new float[][] {{5, 7, 7, 7}, {5, 7}, {5}, {5, 7, 7}});
    }

    /** Of the ten tokens the four behind the prompt have returns 1, 0, .5 and 0, the six others 1, 1, 1, 0, 0, 0. */
    @Test
    void update_moves_valuesTowardsTheMeanReturnOfTheirState() {
        Critic critic = new Critic(model, options(Double.POSITIVE_INFINITY, 1, 1), microBatches(100));
        TrainingBatch batch = TrainingBatch.of(List.of(LONG, SHORT));
        Map<String, Double> first = learn(critic, batch);
        for (int i = 0; i < 300; i++) {
            learn(critic, batch);
        }
        Map<String, Double> last = learn(critic, batch);
        assertThat(model.weights()[1]).isCloseTo(0.375f, within(1e-3f));
        assertThat(model.weights()['x']).isCloseTo(0.5f, within(1e-3f));
        // Half the mean square of the returns; their mean and their spread, of which a constant explains nothing.
        assertThat(first.get("critic/vf_loss")).isCloseTo((4 + .25) / 10 / 2, within(1e-9));
        assertThat(first.get("critic/returns/mean")).isCloseTo(.45, within(1e-9));
        assertThat(first.get("critic/vpred_mean")).isEqualTo(0);
        assertThat(first.get("critic/vf_explained_var")).isCloseTo(0, within(1e-9));
        assertThat(first.get("critic/lr")).isEqualTo(0.05);
        assertThat(last.get("critic/vf_explained_var")).isBetween(0.0, 0.1);
        assertThat(last.get("critic/vf_loss")).isLessThan(first.get("critic/vf_loss"));
    }

    /** Values of 0 before the step, .5 by now, and returns of 1: beyond the range on the way there. */
    @Test
    void update_valuesBeyondTheirRange_areNotPushedOn() {
        TrainingBatch batch = TrainingBatch.of(List.of(Samples.scored("a", new double[] {1}, new int[] {3})));
        float[][] old = {{0, 0, 0}};
        float[] half = model.weights();
        Arrays.fill(half, .5f);
        model.setWeights(half);
        Map<String, Double> metrics =
                new Critic(model, options(0.1, 1, 1), microBatches(100)).update(batch, old, returns(batch, old), STATE);
        assertThat(metrics.get("critic/vf_clipfrac")).isEqualTo(1);
        assertThat(metrics.get("critic/grad_norm")).isZero();
        assertThat(metrics.get("critic/vf_loss")).isCloseTo(.9 * .9 / 2, within(1e-6));
        assertThat(model.weights()).isEqualTo(half);

        metrics =
                new Critic(model, options(0.6, 1, 1), microBatches(100)).update(batch, old, returns(batch, old), STATE);
        assertThat(metrics.get("critic/vf_clipfrac")).isZero();
        assertThat(model.weights()['x']).isGreaterThan(.5f);
    }

    @Test
    void update_microBatchesChangeNothing() {
        TrainingBatch batch = TrainingBatch.of(List.of(LONG, SHORT));
        learn(new Critic(model, options(0.2, 4, 2), microBatches(100)), batch);
        TableClassifier cut = new TableClassifier(new ByteTokenizer(), 1, VOCAB);
        learn(new Critic(cut, options(0.2, 4, 2), microBatches(1)), batch);
        assertThat(cut.weights()).containsExactly(model.weights(), within(1e-6f));
        assertThat(model.weights()).isNotEqualTo(new float[VOCAB]);
    }

    @Test
    void update_nothingToLearnFrom_leavesTheModel() {
        Critic critic = new Critic(model, options(0.2, 2, 1), microBatches(100));
        Map<String, Double> metrics = learn(critic, TrainingBatch.of(List.of()));
        assertThat(metrics).containsOnlyKeys("critic/lr");
        assertThat(model.weights()).isEqualTo(new float[VOCAB]);
    }

    @Test
    void update_valueThatIsNoNumber_isAnErrorWithItsStep() {
        float[] weights = model.weights();
        weights['x'] = Float.NaN;
        model.setWeights(weights);
        Critic critic = new Critic(model, options(0.2, 1, 1), microBatches(100));
        TrainingBatch batch = TrainingBatch.of(List.of(LONG));
        assertThatThrownBy(() -> learn(critic, batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("step 1, critic: ");
    }

    @Test
    void model_isToldThePlanOfThePolicy_andClosedWithTheCritic() {
        Critic critic = new Critic(model, options(0.2, 1, 1), microBatches(100));
        critic.close();
        assertThat(model.plans()).containsExactly(new BackwardPlan(true, 2));
        assertThat(model.closed()).isTrue();
    }
}
