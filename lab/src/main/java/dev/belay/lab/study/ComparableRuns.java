package dev.belay.lab.study;

import dev.belay.loop.run.Recipe;
import dev.belay.model.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What the recipes of a study's runs must have in common for their accuracies to be compared. */
final class ComparableRuns {
    private ComparableRuns() {}

    static void require(List<PlannedRun> runs, Measure measure) {
        PlannedRun first = runs.getFirst();
        Recipe recipe = first.recipe();
        if (recipe.evaluate().every() == 0) {
            throw new InvalidInputException("base: evaluate.every must be at least 1 in a study, got 0");
        }
        if (measure == Measure.SAMPLED && recipe.evaluate().samplesPerProblem() == 0) {
            throw new InvalidInputException(
                    "base: evaluate.samplesPerProblem must be at least 1 with measure: sampled, got 0");
        }
        if (recipe.keep().samplesEvery() == 0) {
            throw new InvalidInputException(
                    "base: keep.samplesEvery must not be 0 in a study, for paired comparisons need the samples");
        }
        same(runs, "optimizer.learningRate", r -> r.optimizer().learningRate());
        same(runs, "steps", Recipe::steps);
        same(runs, "data.test", r -> r.data().test());
        same(runs, "evaluate", Recipe::evaluate);
        same(runs, "truth", Recipe::truth);
    }

    private static void same(List<PlannedRun> runs, String key, Function<Recipe, Object> value) {
        PlannedRun first = runs.getFirst();
        for (PlannedRun run : runs) {
            Object here = value.apply(run.recipe());
            if (!Objects.equals(here, value.apply(first.recipe()))) {
                throw new InvalidInputException("arms must share " + key + " to be compared: \"" + first.arm()
                        + "\" has " + value.apply(first.recipe()) + " and \"" + run.arm() + "\" has " + here);
            }
        }
    }
}
