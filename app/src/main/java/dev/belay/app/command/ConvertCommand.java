package dev.belay.app.command;

import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuModel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model as a Hugging Face folder. */
@Command(
        name = "convert",
        description = {
            "Writes a GGUF file, LoRA adapters merged into their model, or any model belay reads, as a Hugging Face folder: config.json, model.safetensors,"
                    + " tokenizer with chat template, generation_config.json.",
            "",
            "fp32 keeps the numbers of a quantised file exactly; bf16 and fp16 halve the size and round them."
        },
        footer = {"Example:", "  ./belay convert SmolLM2-135M-Instruct.Q4_1.gguf smollm2 --dtype bf16"})
final class ConvertCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A GGUF file, a PEFT folder, belay:NAME, hf:OWNER/NAME, or a Hugging Face folder.")
    @SuppressWarnings("NullAway.Init") // required
    private String model;

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Where to; new or empty.")
    @SuppressWarnings("NullAway.Init") // required
    private Path target;

    @Option(
            names = "--dtype",
            defaultValue = "fp32",
            converter = StoredType.class,
            description = "How numbers are stored: fp32, bf16 or fp16. Default: fp32.")
    @SuppressWarnings("NullAway.Init") // has a default
    private TensorType dtype;

    @Override
    public void run() {
        requireEmpty();
        HfFolder source = CpuModel.open(Models.folder(model, spec.commandLine().getErr()));
        // Reads the tokenizer, so that what cannot be used is refused before gigabytes are written.
        String headline = ModelFacts.of(source).headline();
        source.convert(target, dtype);
        spec.commandLine().getOut().println(target + "  " + headline);
        spec.commandLine().getOut().flush();
    }

    private void requireEmpty() {
        String[] inside = new File(target.toString()).list();
        if (Files.exists(target) && (inside == null || inside.length > 0)) {
            throw new InvalidInputException("convert writes into a new or empty folder; " + target
                    + (inside == null ? " is not a folder" : " holds " + inside.length + " files"));
        }
    }
}
