package dev.belay.loop.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.model.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaeCreditTest {
    private static final CriticOptions CRITIC = new CriticOptions(1e-5, 0.2, 1, 1, 0, 1);
    private static final boolean[] ALL = {true, true, true};
    private static final float[] VALUES = {.2f, .5f, .6f};

    private static GaeCredit gae(double gamma, double lambda) {
        return new GaeCredit(gamma, lambda, false, CRITIC);
    }

    private static float[] estimate(GaeCredit rule, float[] values, boolean[] trainable) {
        float[] out = new float[values.length];
        rule.estimate(1, values, trainable, out);
        return out;
    }

    /** By hand from equations 11 and 16: reward 1 at the last of three tokens. */
    @ParameterizedTest
    @CsvSource({
        "1, .95, .756, .48, .4",
        ".99, .95, .737223, .4702, .4",
        // The return less the value, and the error of one step.
        "1, 1, .8, .5, .4",
        "1, 0, .3, .1, .4"
    })
    void estimate_goldenValues(double gamma, double lambda, float first, float second, float third) {
        assertThat(estimate(gae(gamma, lambda), VALUES, ALL))
                .containsExactly(new float[] {first, second, third}, within(1e-6f));
    }

    /** What a tool wrote between the policy's tokens is no step of it. */
    @Test
    void estimate_tokensThatAreNotTrainable_arePassedOver() {
        float[] values = {.2f, 9, .5f, 9, 9, .6f, 9};
        boolean[] trainable = {true, false, true, false, false, true, false};
        assertThat(estimate(gae(.99, .95), values, trainable))
                .containsExactly(new float[] {.737223f, 0, .4702f, 0, 0, .4f, 0}, within(1e-6f));
    }

    @Test
    void advantages_valuesOfZero_areThoseOfReinforce() {
        ScoredGroup group = Samples.scored("a", new double[] {1, 0.25}, new int[] {3, 1});
        float[][] zeros = {new float[3], new float[1]};
        assertThat(Advantages.of(gae(1, 1), zeros, group))
                .isDeepEqualTo(Advantages.of(new RawRewardCredit(0), group))
                .isDeepEqualTo(new float[][] {{1, 1, 1}, {.25f}});
    }

    @Test
    void advantages_perfectCritic_areZero() {
        float[][] values = {{1, 1, 1}, {.25f}};
        ScoredGroup group = Samples.scored("a", new double[] {1, 0.25}, new int[] {3, 1});
        assertThat(Advantages.of(gae(1, .95), values, group)).isDeepEqualTo(new float[][] {{0, 0, 0}, {0}});
    }

    /** Advantages of tokens .8, .5, .4, 0: mean .425, unbiased variance .109167. */
    @Test
    void advantages_whitened_andReturnsOfBeforeThat() {
        GaeCredit rule = new GaeCredit(1, 1, true, CRITIC);
        ScoredGroup group = Samples.scored("a", new double[] {1, 0}, new int[] {3, 1});
        float[][] values = {VALUES, {0}};
        float[][] a = Advantages.of(rule, values, group);
        assertThat(a[0]).containsExactly(new float[] {1.134975f, .226995f, -.075665f}, within(1e-5f));
        assertThat(a[1]).containsExactly(new float[] {-1.286305f}, within(1e-5f));
        float[][] returns = rule.returns(Advantages.input(values, group));
        assertThat(returns[0]).containsExactly(new float[] {1, 1, 1}, within(1e-6f));
        assertThat(returns[1]).containsExactly(0);
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> gae(1.1, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gamma and lambda must be in [0, 1], got gamma 1.1");
        assertThatThrownBy(() -> new CriticOptions(1e-5, 0, 1, 1, 0, 1)).hasMessageContaining("clipRange");
        assertThatThrownBy(() -> new CriticOptions(1e-5, 1, 3, 2, 0, 1)).hasMessageContaining("multiple of passes");
        assertThatThrownBy(() -> new CriticOptions(1e-5, 1, 1, 1, -1, 1)).hasMessageContaining("warmupSteps");
        assertThatThrownBy(() -> new CriticOptions(-1, 1, 1, 1, 0, 1)).hasMessageContaining("got -1");
    }
}
