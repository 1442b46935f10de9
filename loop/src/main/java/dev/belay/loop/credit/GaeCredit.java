package dev.belay.loop.credit;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.model.InvalidInputException;

/**
 * Generalised advantage estimation: Schulman et al., "High-dimensional continuous control using generalized advantage
 * estimation", arXiv 1506.02438, equations 11 and 16, as PPO (arXiv 1707.06347) uses it. With V the value model and the reward r
 * paid at the last token, over the trainable tokens from last to first:
 *
 * <pre>
 *   delta_t = r_t + gamma V_{t+1} - V_t      A_t = delta_t + gamma lambda A_{t+1}      V behind the last token = 0
 * </pre>
 *
 * <p>The value model learns A_t + V_t, taken before whitening. Tokens that are not trainable, such as what a tool wrote, are
 * passed over: they are no steps of the policy. Deviation: PPO for language models puts a KL term into r; here it is a
 * regulariser of the loss.
 */
public record GaeCredit(
        @Doc("discount of a token later") @Default("1.0") double gamma,

        @Doc(
                "weight of what comes later against the value model's word for it: 1 = the whole return, 0 = the next value"
                        + " alone")
        @Default("1.0")
        double lambda,

        @Doc("shift and scale advantages to mean 0 and variance 1 over all trainable tokens of the batch")
        @Default("true")
        boolean whiten,

        @Doc("the value model") @Default("{}") CriticOptions critic)
        implements ActorCritic {
    /** Added to the variance, as in TRL. */
    private static final double FLOOR = 1e-8;

    public GaeCredit {
        if (!(gamma >= 0 && gamma <= 1 && lambda >= 0 && lambda <= 1)) {
            throw new InvalidInputException(
                    "gae: gamma and lambda must be in [0, 1], got gamma " + gamma + " and lambda " + lambda);
        }
    }

    @Override
    public void advantages(CreditInput input, float[][] out) {
        estimate(input, out);
        if (whiten) {
            TokenWhitening.whiten(input.groups(), out, FLOOR);
        }
    }

    @Override
    public float[][] returns(CreditInput input) {
        float[][] values = input.values();
        float[][] returns = new float[values.length][];
        for (int s = 0; s < values.length; s++) {
            returns[s] = new float[values[s].length];
        }
        estimate(input, returns);
        for (int s = 0; s < values.length; s++) {
            for (int t = 0; t < values[s].length; t++) {
                returns[s][t] += values[s][t];
            }
        }
        return returns;
    }

    private void estimate(CreditInput input, float[][] out) {
        int s = 0;
        for (ScoredGroup g : input.groups()) {
            for (ScoredMember m : g.members()) {
                estimate(m.seenValue(), input.values()[s], m.completion().trainable(), out[s]);
                s++;
            }
        }
    }

    /** One completion; advantages of tokens that are not trainable stay as they are. */
    void estimate(double reward, float[] values, boolean[] trainable, float[] out) {
        double pay = reward;
        double nextValue = 0;
        double later = 0;
        for (int t = values.length - 1; t >= 0; t--) {
            if (trainable[t]) {
                double delta = pay + gamma * nextValue - values[t];
                later = delta + gamma * lambda * later;
                out[t] = (float) later;
                nextValue = values[t];
                pay = 0;
            }
        }
    }
}
