package dev.belay.lab.study;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.recipe.Spelling;
import dev.belay.model.InvalidInputException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a study file says beside recipes: {@code base} and each arm's {@code set} are kept apart in {@link Study}. */
public record StudyPlan(
        @Doc("name, also that of the folder it is run in") String name,
        @Doc("title of the report") String title,
        @Doc("what the study asks, in a sentence or two") String question,
        @Doc("families: name to model") Map<String, String> families,

        @Doc("families that run unless others are asked for")
        List<String> run,

        @Doc("seeds of every arm") @Default("1") int seeds,

        @Doc("evaluation that counts: greedy or sampled") @Default("sampled")
        Measure measure,

        @Doc("a change of accuracy too small to care about") @Default("0.05")
        double margin,

        @Doc("level of every interval") @Default("0.95") double level,

        @Doc("bootstrap draws behind every interval") @Default("2000")
        int draws,

        @Doc("learning rates of `belay study NAME --learning-rates`") @Default("[]")
        List<Double> learningRates,

        @Doc("the arms, in the order of the report") List<ArmPlan> arms,
        @Doc("claims to test") @Default("[]") List<ClaimPlan> claims,

        @Doc("what cannot be concluded, beside what every study says") @Default("[]")
        List<String> notes) {
    static final String BASE = "base";

    public StudyPlan {
        families = Collections.unmodifiableMap(new LinkedHashMap<>(families));
        run = List.copyOf(run);
        learningRates = List.copyOf(learningRates);
        arms = List.copyOf(arms);
        claims = List.copyOf(claims);
        notes = List.copyOf(notes);
        require(seeds >= 1, "seeds must be at least 1, got " + seeds);
        require(margin > 0 && margin < 1, "margin must lie in (0, 1), got " + margin);
        require(level > 0 && level < 1, "level must lie in (0, 1), got " + level);
        require(draws >= 100, "draws must be at least 100, got " + draws);
        require(!arms.isEmpty(), "arms must name at least one arm");
        requireFamilies(families.keySet(), run);
        Set<String> known = new HashSet<>(Set.of(BASE));
        for (ArmPlan arm : arms) {
            require(known.add(arm.name()), "arms: two arms, or an arm and the base, are called \"" + arm.name() + "\"");
        }
        for (ClaimPlan claim : claims) {
            for (String arm : List.of(claim.arm(), claim.against())) {
                require(known.contains(arm), "claims: " + Spelling.unknown("arm", arm, known));
            }
        }
    }

    /** The same study on other families and with another number of seeds. */
    public StudyPlan with(List<String> otherFamilies, int otherSeeds) {
        return new StudyPlan(
                name,
                title,
                question,
                families,
                otherFamilies,
                otherSeeds,
                measure,
                margin,
                level,
                draws,
                learningRates,
                arms,
                claims,
                notes);
    }

    /** The same study with some of its arms and without claims. */
    StudyPlan only(List<ArmPlan> someArms) {
        return new StudyPlan(
                name,
                title,
                question,
                families,
                run,
                seeds,
                measure,
                margin,
                level,
                draws,
                learningRates,
                someArms,
                List.of(),
                notes);
    }

    ArmPlan arm(String wanted) {
        return arms.stream().filter(a -> a.name().equals(wanted)).findFirst().orElseThrow();
    }

    private static void requireFamilies(Set<String> known, List<String> run) {
        require(!run.isEmpty(), "run must name at least one family; known: " + String.join(", ", known));
        for (String family : run) {
            require(known.contains(family), "run: " + Spelling.unknown("family", family, known));
            require(
                    family.matches("[a-z0-9][a-z0-9-]*"),
                    "families: \"" + family + "\" must consist of small letters, "
                            + "digits and dashes, for folders are named after it");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new InvalidInputException(message);
        }
    }
}
