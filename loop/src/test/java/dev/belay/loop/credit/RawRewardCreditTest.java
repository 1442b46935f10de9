package dev.belay.loop.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.Samples;
import org.junit.jupiter.api.Test;

class RawRewardCreditTest {
    @Test
    void advantages_areRewardsMinusTheBaseline() {
        assertThat(Advantages.first(new RawRewardCredit(.5), Samples.scored("a", 1, 0), Samples.scored("b", 1)))
                .containsExactly(.5, -.5, .5);
    }
}
