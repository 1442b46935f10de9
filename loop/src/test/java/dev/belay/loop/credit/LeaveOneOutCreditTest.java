package dev.belay.loop.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import org.junit.jupiter.api.Test;

class LeaveOneOutCreditTest {
    private static final LeaveOneOutCredit CREDIT = new LeaveOneOutCredit();

    @Test
    void advantages_byHand() {
        // 1 - 0, and 0 - 1/3 three times.
        assertThat(Advantages.first(CREDIT, Samples.scored("a", 1, 0, 0, 0)))
                .containsExactly(new double[] {1, -.333333, -.333333, -.333333}, within(1e-6));
    }

    @Test
    void advantages_ownReward_isNotInItsBaseline() {
        double[] before = Advantages.first(CREDIT, Samples.scored("a", .5, .25, 1));
        double[] after = Advantages.first(CREDIT, Samples.scored("a", .75, .25, 1));
        assertThat(after[0] - before[0]).isCloseTo(.25, within(1e-6));
    }

    @Test
    void advantages_lonelySurvivor_isZero() {
        assertThat(Advantages.first(CREDIT, Samples.scored("a", 1))).containsExactly(0.0);
    }
}
