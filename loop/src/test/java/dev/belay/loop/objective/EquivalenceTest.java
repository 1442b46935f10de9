package dev.belay.loop.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.RandomKey;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** Objectives that must agree where their papers agree. */
class EquivalenceTest {
    private static final Aggregation MEAN = Aggregation.SEQUENCE_MEAN;

    private static float[] gradient(Objective o, TokenView v) {
        float[] w = new float[v.tokens()];
        o.loss(v, w);
        return w;
    }

    @Property(tries = 200)
    void gradients_atTheSamplingPolicy_agree(@ForAll int seed) {
        RandomKey random = RandomKey.of(seed);
        int n = 1 + random.below(9, 0);
        float[] lp = new float[n];
        float[] advantages = new float[n];
        for (int t = 0; t < n; t++) {
            lp[t] = (float) (-5 * random.child("logp").uniform(t));
            advantages[t] = (float) (4 * random.uniform(1) - 2);
        }
        TokenView v = Views.of(lp, lp.clone(), advantages);
        float[] reinforce = gradient(new ReinforceObjective(MEAN), v);
        List<Objective> others = List.of(
                ClipObjective.of(.2, .2, MEAN),
                ClipObjective.of(.2, .28, MEAN),
                new SequenceRatioObjective(3e-4, 4e-4, MEAN),
                new LogClipObjective(.2, .2, MEAN));
        for (Objective o : others) {
            assertThat(gradient(o, v)).as(o.toString()).containsExactly(reinforce, within(1e-6f));
        }
    }

    @Property(tries = 200)
    void dualClip_withoutBadTokensFarAway_isClip(
            @ForAll @DoubleRange(min = .2, max = 2.9) double rho, @ForAll @DoubleRange(min = -2, max = 2) double a) {
        TokenView v = Views.ratio(rho, a);
        assertThat(gradient(new ClipObjective(.2, .28, 3, MEAN), v))
                .containsExactly(gradient(ClipObjective.of(.2, .28, MEAN), v));
    }
}
