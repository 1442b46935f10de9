package dev.belay.lab.study;

import dev.belay.loop.recipe.Overrides;
import dev.belay.loop.recipe.Tree;
import dev.belay.model.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code --set path=value} of a study. It is made in the base that all arms share, so it must reach every arm: what
 * the study itself decides and what an arm replaces cannot be set this way, and saying nothing would leave the user with
 * runs of another kind than the command line asks for.
 */
record SharedSetting(String assignment) {
    private static final Map<String, String> DECIDED_BY_THE_STUDY = Map.of(
            "seed", "a study numbers its seeds from 0; use --seeds N",
            "model", "every family has its own; choose with --families, or edit families in the study file",
            "name", "every run is named after its arm");

    /**
     * The base with the assignment made.
     *
     * @throws InvalidInputException when a run of some arm would not have that value
     */
    Tree appliedTo(Tree base, List<ArmPlan> arms, Map<String, Tree> sets) {
        Tree changed = Overrides.set(base, assignment);
        List<String> path = path();
        String decided = DECIDED_BY_THE_STUDY.get(path.getFirst());
        if (decided != null) {
            throw new InvalidInputException(
                    "--set " + assignment + ": " + path.getFirst() + " cannot be set for a study: " + decided);
        }
        Optional<Tree> wanted = at(changed, path);
        for (ArmPlan arm : arms) {
            Tree merged = Overrides.merge(changed, sets.getOrDefault(arm.name(), changed));
            Optional<Tree> found = at(merged, path);
            if (!wanted.map(SharedSetting::text).equals(found.map(SharedSetting::text))) {
                throw new InvalidInputException(
                        "--set " + assignment + ": arm \"" + arm.name() + "\" sets " + String.join(".", path)
                                + " itself, so the change would not reach it; change that arm in the study file");
            }
        }
        return changed;
    }

    private List<String> path() {
        return List.of(assignment.substring(0, assignment.indexOf('=')).strip().split("\\.", -1));
    }

    private static Optional<Tree> at(Tree tree, List<String> path) {
        Optional<Tree> here = Optional.of(tree);
        for (String key : path) {
            here = here.flatMap(t -> below(t, key));
        }
        return here;
    }

    private static Optional<Tree> below(Tree tree, String key) {
        return switch (tree) {
            case Tree.Scalar _ -> Optional.empty();
            case Tree.Fields map -> map.field(key).map(Tree.Field::value);
            case Tree.Items list ->
                key.matches("\\d{1,9}") && Integer.parseInt(key) < list.items().size()
                        ? Optional.of(list.items().get(Integer.parseInt(key)))
                        : Optional.empty();
        };
    }

    /** The value without its place, which is where base and arm differ even if they say the same. */
    private static String text(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> scalar.shown();
            case Tree.Items list ->
                list.items().stream().map(SharedSetting::text).toList().toString();
            case Tree.Fields map ->
                map.fields().stream()
                        .map(f -> f.key() + ": " + text(f.value()))
                        .toList()
                        .toString();
        };
    }
}
