package dev.belay.app.command;

import dev.belay.loop.run.ModelReference;
import dev.belay.model.InvalidInputException;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.hub.CachedModel;
import dev.belay.model.hub.Hub;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the models that come with belay and those in the cache of the Hub, or describes one. */
@Command(
        name = "models",
        description = {
            "Lists the embedded models and those fetched from the Hugging Face Hub, or describes a model: shapes,"
                    + " head, parameters and the memory it takes.",
            "",
            "Everywhere a model is wanted, hf:OWNER/NAME[@REVISION], a Hugging Face folder, a PEFT folder of LoRA"
                    + " adapters or a GGUF file may be named too."
        },
        footer = {"Examples:", "  ./belay models", "  ./belay models SmolLM2-135M-Instruct.Q4_1.gguf"})
final class ModelsCommand implements Runnable {
    private static final int SHORT_COMMIT = 12;
    private static final long MEGABYTE = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "belay:NAME, a folder or a GGUF file.")
    private @Nullable String model;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (model == null) {
            list(out);
        } else {
            ModelFacts.of(CpuModel.open(Models.folder(model, spec.commandLine().getErr())))
                    .lines()
                    .forEach(out::println);
        }
        out.flush();
    }

    private void list(PrintWriter out) {
        List<String> names = ModelReference.names();
        if (names.isEmpty()) {
            spec.commandLine().getErr().println("belay: no embedded models in assets/");
        }
        for (CachedModel cached : Hub.ofEnvironment().cached()) {
            out.println(cached.reference() + "  " + description(cached));
        }
        for (String name : names) {
            out.println("belay:" + name + "  "
                    + Models.folder("belay:" + name, spec.commandLine().getErr()));
        }
    }

    /** Commit, size and parameters; a model that belay cannot run is listed with the reason. */
    private static String description(CachedModel cached) {
        String place = cached.commit().substring(0, SHORT_COMMIT) + "  " + cached.bytes() / MEGABYTE + " MB  ";
        try {
            return place + ModelFacts.of(CpuModel.open(cached.folder())).headline();
        } catch (InvalidInputException e) {
            return place + e.getMessage();
        }
    }
}
