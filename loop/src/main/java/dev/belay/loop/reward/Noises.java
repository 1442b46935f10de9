package dev.belay.loop.reward;

import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All ways to corrupt a reward that a recipe can name under {@code noise}. */
public final class Noises {
    public static final List<Entry<Noise>> ENTRIES = List.of(new Entry<>(
            "flip",
            FlipNoise.class,
            "turns r into 1 - r with a fixed probability",
            "On the noisy rewards in learning to reason, arXiv 2505.22653",
            Status.TESTED));

    private Noises() {}
}
