package dev.belay.loop.run;

import dev.belay.loop.evaluate.Evaluation;
import dev.belay.model.LanguageModel;

/** Measures a policy that has been trained for so many steps. */
@FunctionalInterface
interface Measure {
    Evaluation of(LanguageModel policy, int step);
}
