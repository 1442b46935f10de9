package dev.belay.loop.rollout;

import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All rollout strategies a recipe can name. */
public final class Rollouts {
    public static final List<Entry<RolloutStrategy>> ENTRIES = List.of(new Entry<>(
            "plain",
            PlainRollout.class,
            "several independent answers to each problem, in one turn",
            "DeepSeekMath, arXiv 2402.03300",
            Status.TESTED));

    private Rollouts() {}
}
