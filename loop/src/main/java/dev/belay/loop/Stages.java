package dev.belay.loop;

import dev.belay.loop.credit.ActorCritic;
import dev.belay.loop.credit.Credit;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.objective.Objective;
import dev.belay.loop.objective.ReferencePolicy;
import dev.belay.loop.objective.Regulariser;
import dev.belay.loop.reward.GroupGate;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rollout.RolloutStrategy;
import dev.belay.loop.update.Critic;
import dev.belay.loop.update.OptimizerOptions;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LogitWarp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a run, one for each stage; what a recipe is turned into.
 *
 * @param source problems to train on
 * @param renderer prompt messages to token ids
 * @param rollout lets the policy answer
 * @param rewards judge the answers
 * @param gates a group is trained on when all of them keep it
 * @param credit spreads rewards over tokens
 * @param critic the value model of an actor-critic rule; null with other rules
 * @param objective the policy loss
 * @param regularisers terms added to it
 * @param reference what regularisers pull towards; null when none needs it
 * @param optimizer how weights are moved
 */
public record Stages(
        ProblemSource source,
        PromptRenderer renderer,
        RolloutStrategy rollout,
        RewardPanel rewards,
        List<GroupGate> gates,
        Credit credit,
        @Nullable Critic critic,
        Objective objective,
        List<Regulariser> regularisers,
        @Nullable ReferencePolicy reference,
        OptimizerOptions optimizer) {
    public Stages {
        gates = List.copyOf(gates);
        regularisers = List.copyOf(regularisers);
        if (rollout.samplesPerProblem() < credit.smallestGroup()) {
            throw new InvalidInputException("rollout: samplesPerProblem must be at least " + credit.smallestGroup()
                    + " for this credit rule, because it compares the members of a group; got "
                    + rollout.samplesPerProblem());
        }
        if (reference == null && regularisers.stream().anyMatch(Regulariser::needsReference)) {
            throw new InvalidInputException("regulariser: a term needs a reference policy and none was given");
        }
        if (credit instanceof ActorCritic != (critic != null)) {
            throw new InvalidInputException(
                    critic == null
                            ? "credit: this rule compares rewards with a value model, and none was given"
                            : "credit: a value model was given to a rule that has no use for one");
        }
        requireWholeDistribution(regularisers, rollout.warp());
    }

    /** The reference keeps other tokens than the policy does: the two log-probabilities would be of different sets. */
    private static void requireWholeDistribution(List<Regulariser> regularisers, LogitWarp warp) {
        for (Regulariser r : regularisers) {
            if (r.needsReference() && warp.truncates()) {
                throw new InvalidInputException("regulariser: " + r.name()
                        + " compares with a reference that truncation lets keep other tokens, so it needs untruncated"
                        + " sampling; got rollout topK " + warp.topK() + ", topP " + warp.topP() + ", minP "
                        + warp.minP()
                        + "; set topK: 0, topP: 1, minP: 0 or take the term out");
            }
        }
    }

    /** The usual run: raw text prompts, no gates, no regularisers. */
    public static Stages of(
            ProblemSource source,
            RolloutStrategy rollout,
            RewardPanel rewards,
            Credit credit,
            Objective objective,
            OptimizerOptions optimizer) {
        return new Stages(
                source,
                PromptRenderer.RAW_TEXT,
                rollout,
                rewards,
                List.of(),
                credit,
                null,
                objective,
                List.of(),
                null,
                optimizer);
    }
}
