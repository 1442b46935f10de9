package dev.belay.testkit;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Compares token weights with central finite differences of the scalar they claim to be the derivative of.
 *
 * <pre>{@code
 * float[][] w = ...;                                       // what the objective filled in
 * GradCheck.compare(logp -> objective.loss(logp, scratch), logp, w).requireWithin(1e-3);
 * }</pre>
 *
 * <p>The inputs are fp32, so a difference is divided by the step that was really taken. Keep the inputs away from kinks
 * (clip borders, zero) by more than {@link #STEP}.
 */
public final class GradCheck {
    /** Half the width of a central difference. */
    public static final float STEP = 1e-3f;

    private GradCheck() {}

    /**
     * The element where claim and difference disagree most.
     *
     * @param error |claimed - numeric| / max(1, |claimed|, |numeric|)
     */
    public record Report(int sequence, int token, double claimed, double numeric, double error) {
        public void requireWithin(double tolerance) {
            if (!(error <= tolerance)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "weight [%d][%d] is %.8g but the finite difference is %.8g: error %.3g above %.3g",
                        sequence,
                        token,
                        claimed,
                        numeric,
                        error,
                        tolerance));
            }
        }
    }

    /**
     * @param f must not keep or change its argument
     * @param at where to differentiate; restored before returning
     * @param claimed the weights under test, same shape
     */
    public static Report compare(ToDoubleFunction<float[][]> f, float[][] at, float[][] claimed) {
        Report worst = new Report(-1, -1, 0, 0, 0);
        for (int s = 0; s < at.length; s++) {
            if (claimed[s].length != at[s].length) {
                throw new AssertionError("weights of sequence " + s + " have length " + claimed[s].length
                        + ", the inputs " + at[s].length);
            }
            for (int t = 0; t < at[s].length; t++) {
                double numeric = derivative(f, at, s, t);
                double scale = Math.max(1, Math.max(Math.abs(numeric), Math.abs(claimed[s][t])));
                double error = Math.abs(numeric - claimed[s][t]) / scale;
                // Double.compare puts NaN above everything: a weight that is not a number is always the worst.
                if (worst.sequence < 0 || Double.compare(error, worst.error) > 0) {
                    worst = new Report(s, t, claimed[s][t], numeric, error);
                }
            }
        }
        return worst;
    }

    private static double derivative(ToDoubleFunction<float[][]> f, float[][] at, int s, int t) {
        float x = at[s][t];
        float above = x + STEP;
        float below = x - STEP;
        at[s][t] = above;
        double high = f.applyAsDouble(at);
        at[s][t] = below;
        double low = f.applyAsDouble(at);
        at[s][t] = x;
        return (high - low) / ((double) above - below);
    }
}
