package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReinforceObjectiveTest {
    private static final ReinforceObjective REINFORCE = new ReinforceObjective(Aggregation.TOKEN_MEAN);

    @Test
    void loss_byHand() {
        float[] w = new float[2];
        Loss loss = REINFORCE.loss(Views.of(new float[] {-.5f, -2}, new float[] {-9, -9}, 2, -1), w);
        // -(2 * -.5) - (-1 * -2) = -1
        assertThat(loss.sum()).isCloseTo(-1, within(1e-9));
        assertThat(w).containsExactly(-2, 1);
    }

    @Test
    void loss_gradientByFiniteDifferences() {
        Views.checkGradient(REINFORCE, Views.of(new float[] {-.5f, -2}, new float[] {-9, -9}, 2, -1));
    }
}
