package dev.belay.lab.study;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;
import java.util.List;

/** An arm of a study, without the part of the recipe it replaces (see {@link Study#recipe}). */
public record ArmPlan(
        @Doc("short name, also that of its folders: letters, digits and dashes")
        String name,

        @Doc("how the report calls it") String label,
        @Doc("clean, noise, random, format or other") ArmKind kind,
        @Doc("what the reward pays for, in words") String reward,

        @Doc("published figures to stand beside") @Default("[]")
        List<PaperFigure> papers) {
    public ArmPlan {
        papers = List.copyOf(papers);
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new InvalidInputException(
                    "name must consist of small letters, digits and dashes, for folders are named after it, got \""
                            + name + "\"");
        }
    }

    /** A published figure and where it stands. */
    public record PaperFigure(
            @Doc("paper, model and data") String source,
            @Doc("what it found") String figure) {}
}
