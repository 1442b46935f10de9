package dev.belay.loop.credit;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/**
 * A = (r - mean) / (std + eps) within the group, the same for all tokens: group-relative advantages of Shao et al.,
 * "DeepSeekMath", arXiv 2402.03300, section 4.1.2. With {@code std: none} these are the advantages of Dr.GRPO, Liu et
 * al., "Understanding R1-Zero-like training", arXiv 2503.20783. A group of equal rewards gets exactly 0.
 */
public record GroupNormCredit(
        @Doc("standard deviation: unbiased (G - 1), population (G), none (Dr.GRPO)") @Default("unbiased")
        Spread std,

        @Doc("added to the standard deviation; TRL has 1e-4, verl 1e-6") @Default("1.0e-4")
        double eps)
        implements Credit {
    public GroupNormCredit {
        if (!(eps >= 0)) {
            throw new InvalidInputException("group-norm: eps must not be negative, got " + eps);
        }
    }

    @Override
    public int smallestGroup() {
        return 2;
    }

    @Override
    public void advantages(CreditInput input, float[][] out) {
        Broadcast.group(input.groups(), out, this::normalise);
    }

    /** (G) rewards to (G) advantages. */
    double[] normalise(double[] rewards) {
        double mean = Broadcast.mean(rewards);
        double[] a = new double[rewards.length];
        if (Broadcast.constant(rewards)) {
            return a;
        }
        double scale = std == Spread.NONE ? 1 : std.of(rewards, mean) + eps;
        for (int i = 0; i < a.length; i++) {
            a[i] = (rewards[i] - mean) / scale;
        }
        return a;
    }
}
