package dev.belay.loop.rollout;

import dev.belay.loop.data.Problem;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import java.util.List;

/** Lets a policy answer problems. Implementations are records of their options. */
public interface RolloutStrategy {
    /** Problems drawn for a step; at least 1. */
    int problemsPerStep();

    /** Completions of each problem; at least 1. */
    int samplesPerProblem();

    /** Budget of new tokens of a completion. */
    int maxNewTokens();

    /** Texts that end a completion beside the model's own end of sequence. */
    default List<String> stop() {
        return List.of();
    }

    /** The distribution completions are drawn from; the trainer scores them under the same. */
    LogitWarp warp();

    /** @return one group for each problem, in the order given */
    List<Group> roll(List<Problem> problems, LanguageModel policy, RolloutContext c);
}
