package dev.belay.loop.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EquivalenceTest {
    @Property(tries = 200)
    void drGrpo_isRlooTimesGMinusOneOverG(
            @ForAll @Size(min = 2, max = 10) List<@IntRange(min = 0, max = 4) Integer> rewards) {
        double[] r = rewards.stream().mapToDouble(v -> v).toArray();
        double[] dr = Advantages.first(new GroupNormCredit(Spread.NONE, 0), Samples.scored("a", r));
        double[] rloo = Advantages.first(new LeaveOneOutCredit(), Samples.scored("a", r));
        double factor = (r.length - 1.0) / r.length;
        for (int i = 0; i < r.length; i++) {
            assertThat(dr[i]).isCloseTo(factor * rloo[i], within(1e-6));
        }
        assertThat(Arrays.stream(rloo).sum()).isCloseTo(0, within(1e-5));
    }
}
