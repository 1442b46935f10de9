package dev.belay.lab.study;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;

/** A claim to test: the final accuracy of one arm against another or against the base. */
public record ClaimPlan(
        @Doc("the claim, in words") String claim,
        @Doc("the arm it is about") String arm,

        @Doc("the arm to compare with, or base") @Default("base")
        String against) {}
