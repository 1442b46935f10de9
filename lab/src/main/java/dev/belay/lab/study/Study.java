package dev.belay.lab.study;

import dev.belay.loop.recipe.Binder;
import dev.belay.loop.recipe.Catalogues;
import dev.belay.loop.recipe.Overrides;
import dev.belay.loop.recipe.Tree;
import dev.belay.loop.recipe.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A study as it was written: the plan, the base recipe and what each arm replaces in it.
 *
 * @param base the recipe all arms share; its {@code model} and {@code seed} come from family and seed
 * @param sets by arm name: merged over the base (mappings key by key, lists as a whole)
 */
public record Study(StudyPlan plan, Tree base, Map<String, Tree> sets) {
    public Study {
        sets = Map.copyOf(sets);
    }

    /**
     * Reads a study file. Beside the keys of {@link StudyPlan} it has {@code base}, a recipe or the path of one relative
     * to the file, and in each arm {@code set}, the part of the recipe that the arm replaces.
     *
     * @throws dev.belay.model.InvalidInputException at the first thing that does not fit, with its place
     */
    public static Study read(Path file) {
        return of(YamlReader.read(file), file.toAbsolutePath().normalize().resolveSibling(""));
    }

    static Study of(Tree tree, Path folder) {
        if (!(tree instanceof Tree.Fields fields)) {
            throw tree.place().error("a study must be a mapping, got " + tree.shown());
        }
        Tree base = fields.field("base")
                .map(Tree.Field::value)
                .orElseThrow(() -> tree.place().error("a study needs \"base\", a recipe or the path of one"));
        if (base instanceof Tree.Scalar path) {
            base = YamlReader.read(folder.resolve(path.text()));
        }
        Map<String, Tree> sets = new LinkedHashMap<>();
        StudyPlan plan = new Binder(Catalogues.of()).bind(withoutRecipes(fields, sets), StudyPlan.class);
        return new Study(plan, base, sets);
    }

    /** The recipe of one run, before it is bound. */
    public Tree recipe(String arm, String family, long seed) {
        Tree merged = Overrides.merge(base, sets.getOrDefault(arm, base));
        Tree named = Overrides.set(merged, "name=" + arm);
        Tree modelled = Overrides.set(named, "model=" + plan.families().get(family));
        return Overrides.set(modelled, "seed=" + seed);
    }

    public Study with(List<String> families, int seeds) {
        return new Study(plan.with(families, seeds), base, sets);
    }

    /**
     * The same study with {@code assignment}, such as {@code steps=20}, made in the base and so in every arm.
     *
     * @throws dev.belay.model.InvalidInputException when the study itself or an arm decides that value
     */
    public Study set(String assignment) {
        return new Study(plan, new SharedSetting(assignment).appliedTo(base, plan.arms(), sets), sets);
    }

    /** The same study with some of its arms and without claims. */
    Study only(List<ArmPlan> arms) {
        return new Study(plan.only(arms), base, sets);
    }

    /** The study without {@code base} and {@code set}; the latter are put into {@code sets} by arm name. */
    private static Tree.Fields withoutRecipes(Tree.Fields study, Map<String, Tree> sets) {
        List<Tree.Field> kept = new ArrayList<>();
        for (Tree.Field field : study.fields()) {
            if (field.key().equals("arms") && field.value() instanceof Tree.Items arms) {
                List<Tree> plain =
                        arms.items().stream().map(a -> withoutSet(a, sets)).toList();
                kept.add(new Tree.Field(field.key(), new Tree.Items(plain, arms.place()), field.place()));
            } else if (!field.key().equals("base")) {
                kept.add(field);
            }
        }
        return new Tree.Fields(kept, study.place());
    }

    private static Tree withoutSet(Tree arm, Map<String, Tree> sets) {
        if (!(arm instanceof Tree.Fields fields)) {
            return arm;
        }
        fields.field("set")
                .ifPresent(set -> fields.field("name")
                        .ifPresent(name -> sets.put(
                                name.value() instanceof Tree.Scalar text
                                        ? text.text()
                                        : name.value().shown(),
                                set.value())));
        return new Tree.Fields(
                fields.fields().stream().filter(f -> !f.key().equals("set")).toList(), fields.place());
    }
}
