package dev.belay.loop.update;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.recipe.OneOrMore;
import dev.belay.model.InvalidInputException;
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

        @Doc("projections by name (q_proj, v_proj, …), or all-linear") @Default("[all-linear]") @OneOrMore
        List<String> targets,

        @Doc("PEFT's lora_dropout; only 0, because adapters are added to the weights before products see them")
        @Default("0.0")
        double dropout) {
    public LoraOptions {
        targets = List.copyOf(targets);
        if (dropout != 0) {
            throw new InvalidInputException("lora: dropout must be 0, got " + dropout
                    + ": adapters are added to the weights before products see them, so there is no input of A alone to"
                    + " drop from");
        }
        new LoraPlan(rank, alpha, rankStabilised, new LinkedHashSet<>(targets));
    }

    public LoraPlan plan() {
        return new LoraPlan(rank, alpha, rankStabilised, new LinkedHashSet<>(targets));
    }
}
