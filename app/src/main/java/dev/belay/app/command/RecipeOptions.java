package dev.belay.app.command;

import dev.belay.loop.recipe.Overrides;
import dev.belay.loop.recipe.Tree;
import dev.belay.loop.recipe.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that takes a recipe: changes made to it before it is checked. */
final class RecipeOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change the recipe, such as --set objective.low=0.1; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--model", paramLabel = "MODEL", description = "Take this model instead of the recipe's.")
    private @Nullable String model;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu, or cuda in a build for it, instead of the recipe's.")
    private @Nullable String device;

    @Option(names = "--seed", paramLabel = "N", description = "Root of every random draw.")
    private @Nullable Long seed;

    /** A recipe's text with {@code first} and then these changes made. */
    Tree applied(String yaml, String first, String source) {
        Tree tree = Overrides.set(YamlReader.parse(yaml, source), first);
        for (String assignment : all()) {
            tree = Overrides.set(tree, assignment);
        }
        return tree;
    }

    /** All of them as {@code key=value}. */
    List<String> all() {
        List<String> all = new ArrayList<>(assignments);
        if (model != null) {
            all.add("model=" + model);
        }
        if (device != null) {
            all.add("device=" + device);
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        return all;
    }
}
