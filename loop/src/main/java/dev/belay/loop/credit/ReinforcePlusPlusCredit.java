package dev.belay.loop.credit;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import java.util.Arrays;

/**
 * Whitening over all trainable tokens of the batch in place of a group's own spread. Hu et al., "REINFORCE++", arXiv
 * 2501.03262: without a baseline the reward itself is whitened, with one ("REINFORCE++-baseline") the reward minus its
 * group's mean. A KL term belongs to the recipe's regularisers here and not into the reward.
 */
public record ReinforcePlusPlusCredit(
        @Doc("subtracted before whitening: none, group-mean") @Default("none")
        Baseline baseline,

        @Doc("added to the variance over the batch's tokens") @Default("1.0e-8")
        double floor)
        implements Credit {
    /** What a reward is compared with. */
    public enum Baseline {
        NONE,
        GROUP_MEAN
    }

    @Override
    public int smallestGroup() {
        return baseline == Baseline.GROUP_MEAN ? 2 : 1;
    }

    @Override
    public void advantages(CreditInput input, float[][] out) {
        Broadcast.group(input.groups(), out, this::subtract);
        TokenWhitening.whiten(input.groups(), out, floor);
    }

    private double[] subtract(double[] rewards) {
        double b = baseline == Baseline.GROUP_MEAN ? Broadcast.mean(rewards) : 0;
        return Arrays.stream(rewards).map(r -> r - b).toArray();
    }
}
