package dev.belay.loop.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import dev.belay.loop.credit.ReinforcePlusPlusCredit.Baseline;
import org.junit.jupiter.api.Test;

class ReinforcePlusPlusCreditTest {
    @Test
    void advantages_withoutBaseline() {
        // Returns 1 and 0 on lengths 1 and 3: tokens 1,0,0,0, mean .25, unbiased std .5.
        float[][] a = Advantages.of(
                new ReinforcePlusPlusCredit(Baseline.NONE, 1e-8),
                Samples.scored("a", new double[] {1, 0}, new int[] {1, 3}));
        assertThat(a[0]).containsExactly(new float[] {1.5f}, within(1e-5f));
        assertThat(a[1]).containsExactly(new float[] {-.5f, -.5f, -.5f}, within(1e-5f));
    }

    @Test
    void advantages_withGroupMean() {
        // {1,0},{1,1} centred: .5,-.5,0,0; unbiased std .408248.
        assertThat(Advantages.first(
                        new ReinforcePlusPlusCredit(Baseline.GROUP_MEAN, 1e-8),
                        Samples.scored("a", 1, 0),
                        Samples.scored("b", 1, 1)))
                .containsExactly(new double[] {1.224745, -1.224745, 0, 0}, within(1e-5));
    }

    @Test
    void advantages_withGroupMean_oneGroupOfEqualLengths_isProportionalToGroupNorm() {
        double[] plus =
                Advantages.first(new ReinforcePlusPlusCredit(Baseline.GROUP_MEAN, 0), Samples.scored("a", 1, 0, .5, 0));
        double[] norm = Advantages.first(new GroupNormCredit(Spread.UNBIASED, 0), Samples.scored("a", 1, 0, .5, 0));
        assertThat(plus).containsExactly(norm, within(1e-6));
    }
}
