package dev.belay.app.command;

import dev.belay.loop.recipe.MethodsPage;
import dev.belay.loop.run.Methods;
import dev.belay.loop.run.Recipe;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what a recipe can name, or tells all about one method. */
@Command(
        name = "methods",
        description = "Lists the methods a recipe can name, or describes one: its options, their defaults, its paper.",
        footer = {"Examples:", "  ./belay methods", "  ./belay methods flip"})
final class MethodsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The method to describe. Default: list all.")
    private @Nullable String name;

    @Option(names = "--markdown", description = "Print the whole reference (docs/METHODS.md).")
    private boolean markdown;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        MethodsPage page = new MethodsPage(Methods.ALL);
        if (markdown) {
            out.print(page.markdown(Recipe.class));
        } else {
            out.print(name == null ? page.overview() : page.describe(name));
        }
        out.flush();
    }
}
