package dev.belay.loop.credit;

import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All credit rules a recipe can name. */
public final class Credits {
    public static final List<Entry<Credit>> ENTRIES = List.of(
            new Entry<>(
                    "group-norm",
                    GroupNormCredit.class,
                    "reward minus the group's mean, divided by its spread (GRPO, Dr.GRPO)",
                    "DeepSeekMath, arXiv 2402.03300",
                    Status.TESTED),
            new Entry<>(
                    "batch-whiten",
                    BatchWhitenCredit.class,
                    "group normalisation, then whitening over all tokens of the batch",
                    "Spurious rewards (released code), arXiv 2506.10947",
                    Status.TESTED),
            new Entry<>(
                    "leave-one-out",
                    LeaveOneOutCredit.class,
                    "reward minus the mean of the others in the group (RLOO)",
                    "Back to basics, arXiv 2402.14740",
                    Status.TESTED),
            new Entry<>(
                    "reinforce-plus-plus",
                    ReinforcePlusPlusCredit.class,
                    "reward, or reward minus the group's mean, whitened over all tokens of the batch",
                    "REINFORCE++, arXiv 2501.03262",
                    Status.TESTED),
            new Entry<>(
                    "gae",
                    GaeCredit.class,
                    "generalised advantage estimation with a value model that is trained beside the policy (PPO)",
                    "PPO, arXiv 1707.06347; GAE, arXiv 1506.02438",
                    Status.TESTED),
            new Entry<>(
                    "none",
                    RawRewardCredit.class,
                    "the reward itself, minus a constant (REINFORCE)",
                    "Williams, Machine Learning 8, 1992",
                    Status.TESTED));

    private Credits() {}
}
