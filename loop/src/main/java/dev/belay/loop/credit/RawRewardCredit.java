package dev.belay.loop.credit;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import java.util.Arrays;

/**
 * The advantage is the reward minus a constant: plain REINFORCE. Williams, "Simple statistical gradient-following
 * algorithms for connectionist reinforcement learning", Machine Learning 8, 1992.
 */
public record RawRewardCredit(
        @Doc("subtracted from every reward") @Default("0.0") double baseline) implements Credit {
    @Override
    public void advantages(CreditInput input, float[][] out) {
        Broadcast.group(
                input.groups(),
                out,
                r -> Arrays.stream(r).map(v -> v - baseline).toArray());
    }
}
