package dev.belay.app.command;

import dev.belay.loop.run.ModelReference;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the models that come with belay. */
@Command(
        name = "models",
        description =
                "Lists the embedded models. Everywhere a model is wanted, a Hugging Face folder may be named too.",
        footer = {"Example:", "  ./belay models"})
final class ModelsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> names = ModelReference.names();
        if (names.isEmpty()) {
            spec.commandLine().getErr().println("belay: no embedded models in assets/");
        }
        for (String name : names) {
            out.println("belay:" + name + "  " + ModelReference.folder("belay:" + name));
        }
        out.flush();
    }
}
