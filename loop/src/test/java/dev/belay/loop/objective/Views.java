package dev.belay.loop.objective;

import dev.belay.testkit.GradCheck;
import java.util.Arrays;

/** Hand-made sequences. */
final class Views {
    private Views() {}

    /** Every token trainable, no reference. */
    static TokenView of(float[] logProbs, float[] old, float... advantages) {
        boolean[] all = new boolean[logProbs.length];
        Arrays.fill(all, true);
        return new TokenView(logProbs, old, advantages, all);
    }

    /** One token with that ratio and advantage. */
    static TokenView ratio(double rho, double advantage) {
        float old = -1;
        return of(new float[] {(float) (old + Math.log(rho))}, new float[] {old}, (float) advantage);
    }

    static TokenView withReference(float[] logProbs, float[] reference) {
        boolean[] all = new boolean[logProbs.length];
        Arrays.fill(all, true);
        return new TokenView(logProbs, logProbs.clone(), reference, new float[logProbs.length], all);
    }

    static TokenView with(TokenView v, float[] logProbs) {
        return new TokenView(logProbs, v.old(), v.advantages(), v.trainable());
    }

    /** Compares an objective's weights with the finite differences of its loss. */
    static void checkGradient(Objective objective, TokenView v) {
        float[] weights = new float[v.tokens()];
        objective.loss(v, weights);
        GradCheck.compare(
                        at -> objective
                                .loss(with(v, at[0]), new float[v.tokens()])
                                .sum(),
                        new float[][] {v.logProbs()},
                        new float[][] {weights})
                .requireWithin(2e-3);
    }
}
