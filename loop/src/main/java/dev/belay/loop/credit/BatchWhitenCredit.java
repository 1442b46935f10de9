package dev.belay.loop.credit;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;

/**
 * Group normalisation followed by whitening over all tokens of the batch, as the released code of "Spurious rewards"
 * (arXiv 2506.10947) has it and the paper does not say. Two things follow: a group of equal rewards gets a shifted,
 * non-zero advantage when the mean over tokens is not 0, and rare rewards are blown up to full-size updates.
 */
public record BatchWhitenCredit(
        @Doc("added to the group's unbiased standard deviation") @Default("1.0e-9")
        double eps,

        @Doc("added to the variance over the batch's tokens") @Default("1.0e-8")
        double floor)
        implements Credit {
    @Override
    public int smallestGroup() {
        return 2;
    }

    @Override
    public void advantages(CreditInput input, float[][] out) {
        new GroupNormCredit(Spread.UNBIASED, eps).advantages(input, out);
        TokenWhitening.whiten(input.groups(), out, floor);
    }
}
