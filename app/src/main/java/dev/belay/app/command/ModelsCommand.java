package dev.belay.app.command;

import dev.belay.loop.run.ModelReference;
import dev.belay.model.cpu.CpuModel;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the models that come with belay, or describes one. */
@Command(
        name = "models",
        description = {
            "Lists the embedded models, or describes a model: shapes, parameters and the memory it takes.",
            "",
            "Everywhere a model is wanted, a Hugging Face folder or a GGUF file may be named too."
        },
        footer = {"Examples:", "  ./belay models", "  ./belay models SmolLM2-135M-Instruct.Q4_1.gguf"})
final class ModelsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "belay:NAME, a Hugging Face folder or a GGUF file.")
    private @Nullable String model;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (model == null) {
            list(out);
        } else {
            ModelFacts.of(CpuModel.open(ModelReference.folder(model))).lines().forEach(out::println);
        }
        out.flush();
    }

    private void list(PrintWriter out) {
        List<String> names = ModelReference.names();
        if (names.isEmpty()) {
            spec.commandLine().getErr().println("belay: no embedded models in assets/");
        }
        for (String name : names) {
            out.println("belay:" + name + "  " + ModelReference.folder("belay:" + name));
        }
    }
}
