package dev.belay.loop.objective;

import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All objectives a recipe can name. */
public final class Objectives {
    public static final List<Entry<Objective>> ENTRIES = List.of(
            new Entry<>(
                    "clip",
                    ClipObjective.class,
                    "clipped importance ratio on every token (PPO, GRPO, DAPO)",
                    "Proximal policy optimization algorithms, arXiv 1707.06347",
                    Status.TESTED),
            new Entry<>(
                    "sequence-ratio",
                    SequenceRatioObjective.class,
                    "one clipped ratio for each sequence (GSPO)",
                    "Group sequence policy optimization, arXiv 2507.18071",
                    Status.TESTED),
            new Entry<>(
                    "log-clip",
                    LogClipObjective.class,
                    "clipped log-ratio on every token (CPGD)",
                    "CPGD, arXiv 2505.12504",
                    Status.TESTED),
            new Entry<>(
                    "reinforce",
                    ReinforceObjective.class,
                    "log-probability times advantage, no ratio",
                    "Williams, Machine Learning 8, 1992",
                    Status.TESTED));

    private Objectives() {}
}
