package dev.belay.loop.run;

import dev.belay.loop.credit.Credit;
import dev.belay.loop.credit.Credits;
import dev.belay.loop.data.DataSet;
import dev.belay.loop.data.catalogue.Sources;
import dev.belay.loop.objective.Objective;
import dev.belay.loop.objective.Objectives;
import dev.belay.loop.objective.Regulariser;
import dev.belay.loop.objective.Regularisers;
import dev.belay.loop.recipe.Catalogue;
import dev.belay.loop.recipe.Catalogues;
import dev.belay.loop.reward.Gates;
import dev.belay.loop.reward.GroupGate;
import dev.belay.loop.reward.Noise;
import dev.belay.loop.reward.Noises;
import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.Rewards;
import dev.belay.loop.rollout.RolloutStrategy;
import dev.belay.loop.rollout.Rollouts;

/** Every method a recipe can name, stage by stage. */
public final class Methods {
    public static final Catalogue<DataSet> DATA_SETS = Catalogue.of("data set", DataSet.class, Sources.ENTRIES);
    public static final Catalogue<RolloutStrategy> ROLLOUTS =
            Catalogue.of("rollout", RolloutStrategy.class, Rollouts.ENTRIES);
    public static final Catalogue<Reward> REWARDS = Catalogue.of("reward", Reward.class, Rewards.ENTRIES);
    public static final Catalogue<Noise> NOISES = Catalogue.of("noise", Noise.class, Noises.ENTRIES);
    public static final Catalogue<GroupGate> GATES = Catalogue.of("gate", GroupGate.class, Gates.ENTRIES);
    public static final Catalogue<Credit> CREDITS = Catalogue.of("credit", Credit.class, Credits.ENTRIES);
    public static final Catalogue<Objective> OBJECTIVES =
            Catalogue.of("objective", Objective.class, Objectives.ENTRIES);
    public static final Catalogue<Regulariser> REGULARISERS =
            Catalogue.of("regulariser", Regulariser.class, Regularisers.ENTRIES);

    /** All of them, in the order of the data flow. */
    public static final Catalogues ALL =
            Catalogues.of(DATA_SETS, ROLLOUTS, REWARDS, NOISES, GATES, CREDITS, OBJECTIVES, REGULARISERS);

    private Methods() {}
}
