package dev.belay.lab.study;

import dev.belay.loop.recipe.Tree;
import dev.belay.loop.run.Recipe;
import java.nio.file.Path;

/**
 * One run of a study.
 *
 * @param folder the run directory, {@code runs/FAMILY/ARM/seed-N} in the study's folder
 */
public record PlannedRun(String arm, String family, long seed, Recipe recipe, Path folder) {
    static PlannedRun of(Study study, String arm, String family, long seed, Path studyFolder) {
        Tree tree = study.recipe(arm, family, seed);
        Path folder = studyFolder.resolve("runs").resolve(family).resolve(arm).resolve("seed-" + seed);
        return new PlannedRun(arm, family, seed, Recipe.of(tree), folder);
    }

    /** Such as {@code flip-40 on good, seed 0}. */
    public String title() {
        return arm + " on " + family + ", seed " + seed;
    }
}
