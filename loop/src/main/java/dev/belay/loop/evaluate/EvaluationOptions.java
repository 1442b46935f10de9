package dev.belay.loop.evaluate;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;

/** When and how the policy is measured: the {@code evaluate} block of a recipe. */
public record EvaluationOptions(
        @Doc("steps between evaluations; the first is before step 1, the last after the last step; 0 = never")
        @Default("10")
        int every,

        @Doc("completions of each problem at the temperature below, beside one greedy; 0 = greedy only") @Default("4")
        int samplesPerProblem,

        @Doc("temperature of the sampled completions") @Default("0.6")
        double temperature,

        @Doc("budget of new tokens; 0 = as in the rollout") @Default("0")
        int maxNewTokens,

        @Doc("bootstrap resamples behind each interval") @Default("1000")
        int resamples,

        @Doc("coverage of the intervals") @Default("0.95") double level) {
    public EvaluationOptions {
        if (every < 0 || samplesPerProblem < 0 || maxNewTokens < 0) {
            throw new InvalidInputException(
                    "evaluate: every, samplesPerProblem and maxNewTokens must not be negative, got " + every + ", "
                            + samplesPerProblem + ", " + maxNewTokens);
        }
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new InvalidInputException(
                    "evaluate: temperature must be positive (the greedy completion is always measured too), got "
                            + temperature);
        }
        if (resamples < 10) {
            throw new InvalidInputException("evaluate: resamples must be at least 10, got " + resamples);
        }
        if (!(level > 0 && level < 1)) {
            throw new InvalidInputException("evaluate: level must be between 0 and 1, got " + level);
        }
    }
}
