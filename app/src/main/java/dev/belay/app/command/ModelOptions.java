package dev.belay.app.command;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Which model a command works with, and how it computes. */
final class ModelOptions {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "belay:NAME for an embedded model (belay models lists them), hf:OWNER/NAME[@REVISION], a"
                    + " Hugging Face folder, a PEFT folder, or a GGUF file.")
    @SuppressWarnings("NullAway.Init") // required
    private String model;

    @Option(
            names = "--dtype",
            defaultValue = "AUTO",
            description = "Type of matrix products: fp32, bf16 or auto. Default: auto.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Dtype dtype;

    @Option(names = "--device", defaultValue = "CPU", description = "cpu, or cuda in a build for it. Default: cpu.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Device device;

    /** The caller closes it. */
    LanguageModel load(PrintWriter err) {
        Models.LOADER.require(device);
        return Models.LOADER.load(Models.folder(model, err), dtype, device);
    }
}
