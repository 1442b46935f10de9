package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.Samples;
import org.junit.jupiter.api.Test;

class MixedOutcomeGateTest {
    @Test
    void judge_keepsOnlyGroupsWithDifferentRewards() {
        MixedOutcomeGate gate = new MixedOutcomeGate();
        assertThat(gate.judge(Samples.scored("a", 1, 0, 1))).isEqualTo(GroupGate.Verdict.KEEP);
        assertThat(gate.judge(Samples.scored("a", 1, 1))).isEqualTo(GroupGate.Verdict.DROP);
        assertThat(gate.judge(Samples.scored("a", 0, 0))).isEqualTo(GroupGate.Verdict.DROP);
    }
}
