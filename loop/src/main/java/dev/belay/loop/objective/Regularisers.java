package dev.belay.loop.objective;

import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All regularisers a recipe can name. */
public final class Regularisers {
    public static final List<Entry<Regulariser>> ENTRIES = List.of(
            new Entry<>(
                    "kl",
                    KlRegulariser.class,
                    "divergence from the reference policy (k1, k2, k3)",
                    "DeepSeekMath, arXiv 2402.03300",
                    Status.TESTED),
            new Entry<>(
                    "drift",
                    DriftRegulariser.class,
                    "divergence from the policy that sampled",
                    "CPGD, arXiv 2505.12504",
                    Status.TESTED));

    private Regularisers() {}
}
