package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SequenceRatioObjectiveTest {
    private static final SequenceRatioObjective GSPO =
            new SequenceRatioObjective(3e-4, 4e-4, Aggregation.SEQUENCE_MEAN);
    private static final SequenceRatioObjective WIDE = new SequenceRatioObjective(.5, 10, Aggregation.SEQUENCE_MEAN);

    @Test
    void loss_byHand() {
        // Log-ratios .1, -.05, .01: s = exp(.02) = 1.020201, beyond 1.0004; three token losses of -1.0004, no gradient.
        TokenView v = Views.of(new float[] {-.9f, -1.05f, -.99f}, new float[] {-1, -1, -1}, 1, 1, 1);
        float[] w = new float[3];
        assertThat(GSPO.loss(v, w).sum() / 3).isCloseTo(-1.0004, within(1e-6));
        assertThat(w).containsOnly(0);
        assertThat(WIDE.loss(v, w).sum() / 3).isCloseTo(-1.020201, within(1e-6));
    }

    @Test
    void loss_gradientByFiniteDifferences() {
        Views.checkGradient(WIDE, Views.of(new float[] {-.9f, -1.25f, -.6f}, new float[] {-1, -1, -1}, 2, 2, 2));
        Views.checkGradient(WIDE, Views.of(new float[] {-.9f, -1.25f, -.6f}, new float[] {-1, -1, -1}, -1, -1, -1));
        Views.checkGradient(GSPO, Views.of(new float[] {-.9f, -1.25f, -.6f}, new float[] {-1, -1, -1}, 2, 2, 2));
    }

    @Test
    void loss_permutedLogRatios_isTheSame() {
        TokenView a = Views.of(new float[] {-.9f, -1.25f, -.6f}, new float[] {-1, -1, -1}, 2, 2, 2);
        TokenView b = Views.of(new float[] {-.6f, -.9f, -1.25f}, new float[] {-1, -1, -1}, 2, 2, 2);
        assertThat(WIDE.loss(a, new float[3]).sum())
                .isCloseTo(WIDE.loss(b, new float[3]).sum(), within(1e-9));
    }

    @Test
    void loss_zeroMeanLogRatios_haveRatioOne() {
        TokenView v = Views.of(new float[] {-.5f, -1.5f}, new float[] {-1, -1}, 1, 1);
        assertThat(GSPO.loss(v, new float[2]).sum()).isCloseTo(-2, within(1e-6));
    }
}
