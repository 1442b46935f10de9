package dev.belay.loop.reward;

import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All gates a recipe can name. Without one, every group is trained on. */
public final class Gates {
    public static final List<Entry<GroupGate>> ENTRIES = List.of(new Entry<>(
            "mixed-outcome",
            MixedOutcomeGate.class,
            "drops groups whose rewards are all equal",
            "DAPO, arXiv 2503.14476",
            Status.TESTED));

    private Gates() {}
}
