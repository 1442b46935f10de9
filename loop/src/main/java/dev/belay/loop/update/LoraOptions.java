package dev.belay.loop.update;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.LoraPlan;
import java.util.LinkedHashSet;
import java.util.List;

/** Low-rank adapters trained in place of the weights: the {@code lora} block of a recipe. */
public record LoraOptions(
        @Doc("r, the rank of what is added to a projection") @Default("16")
        int rank,

        @Doc("what is added is multiplied by alpha / rank") @Default("32")
        double alpha,

        @Doc("multiply by alpha / sqrt(rank) instead") @Default("false")
        boolean rankStabilised,

        @Doc("projections by name (q_proj, v_proj, …), or all-linear") @Default("[all-linear]")
        List<String> targets) {
    public LoraOptions {
        targets = List.copyOf(targets);
        new LoraPlan(rank, alpha, rankStabilised, new LinkedHashSet<>(targets));
    }

    public LoraPlan plan() {
        return new LoraPlan(rank, alpha, rankStabilised, new LinkedHashSet<>(targets));
    }
}
