package dev.belay.loop.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GroupNormCreditTest {
    @Test
    void advantages_unbiasedStd() {
        // rewards 1,0,0,0: mean .25, std with G-1 = .5; (.75, -.25) / (.5 + 1e-6)
        assertThat(Advantages.first(new GroupNormCredit(Spread.UNBIASED, 1e-6), Samples.scored("a", 1, 0, 0, 0)))
                .containsExactly(new double[] {1.499997, -0.499999, -0.499999, -0.499999}, within(1e-6));
    }

    @Test
    void advantages_populationStd() {
        assertThat(Advantages.first(new GroupNormCredit(Spread.POPULATION, 1e-6), Samples.scored("a", 1, 0, 0, 0)))
                .containsExactly(new double[] {1.732047, -0.577349, -0.577349, -0.577349}, within(1e-6));
    }

    @Test
    void advantages_noStd_isDrGrpo() {
        assertThat(Advantages.first(new GroupNormCredit(Spread.NONE, 1e-6), Samples.scored("a", 1, 0, 0, 0)))
                .containsExactly(.75, -.25, -.25, -.25);
    }

    @Test
    void advantages_equalRewards_areExactlyZero() {
        // .1 has no exact mean in floating point: without the short cut this is a few ulp divided by eps.
        for (Spread spread : Spread.values()) {
            assertThat(Advantages.first(new GroupNormCredit(spread, 0), Samples.scored("a", .1, .1, .1, .1, .1, .1)))
                    .containsOnly(0.0);
        }
    }

    @Test
    void advantages_areTheSameForAllTokensOfAMember() {
        float[][] a = Advantages.of(
                new GroupNormCredit(Spread.UNBIASED, 1e-4), Samples.scored("a", new double[] {1, 0}, new int[] {3, 2}));
        assertThat(a[0]).hasSize(3).containsOnly(a[0][0]);
        assertThat(a[1]).hasSize(2).containsOnly(-a[0][0]);
    }

    @Test
    void advantages_lonelySurvivor_isZero() {
        // The other members were ungradable: a mean of one says nothing.
        assertThat(Advantages.first(new GroupNormCredit(Spread.UNBIASED, 1e-4), Samples.scored("a", 1)))
                .containsExactly(0.0);
    }

    @Property(tries = 200)
    void advantages_areInvariantToShiftAndScale(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(min = 0, max = 3) Integer> rewards,
            @ForAll @DoubleRange(min = 0.5, max = 20) double scale,
            @ForAll @DoubleRange(min = -5, max = 5) double shift) {
        double[] r = rewards.stream().mapToDouble(v -> v).toArray();
        double[] moved = Arrays.stream(r).map(v -> scale * v + shift).toArray();
        GroupNormCredit credit = new GroupNormCredit(Spread.UNBIASED, 0);
        assertThat(Advantages.first(credit, Samples.scored("a", moved)))
                .containsExactly(Advantages.first(credit, Samples.scored("a", r)), within(1e-5));
    }
}
