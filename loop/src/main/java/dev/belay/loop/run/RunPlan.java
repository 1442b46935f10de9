package dev.belay.loop.run;

import dev.belay.model.ModelSpec;
import java.nio.file.Path;

/**
 * What is about to happen.
 *
 * @param directory where everything is written
 * @param recipe with every default filled in
 * @param model the model as loaded
 * @param doneSteps steps a resumed run has behind it; 0 for a new one
 * @param estimate memory and work
 */
public record RunPlan(Path directory, Recipe recipe, ModelSpec model, int doneSteps, RunEstimate estimate) {}
