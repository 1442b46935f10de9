package dev.belay.app.command;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.cpu.CpuModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What the launcher runs while it records its start-up cache: help of every command, learning from scratch, a small
 * training run, and reading a GGUF file, so that their classes and the compiler's profiles of their inner loops are there at the next start.
 */
@Command(
        name = WarmUpCommand.NAME,
        hidden = true,
        description = "Used by the launcher when it records the start-up cache.")
final class WarmUpCommand implements Callable<Integer> {
    static final String NAME = "warm-up";

    private static final int LOADS = 30;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine belay = spec.root().commandLine();
        PrintWriter discarded = new PrintWriter(new StringWriter());
        belay.usage(discarded);
        belay.getSubcommands().values().forEach(command -> command.usage(discarded));
        Path scratch = Files.createTempDirectory("belay-warm-up-");
        try {
            return belay.execute("bench", "digits") + belay.execute(training(scratch.resolve("run"))) + loading();
        } finally {
            delete(scratch);
        }
    }

    /**
     * Reads a GGUF file with tensors of every type, often enough for profiles: the file of a real model has a hundred
     * thousand tokens and a hundred million numbers to decode, and should not begin with either in the interpreter.
     */
    private int loading() {
        Path file = home().resolve("model/src/test/resources/parity/gguf/tiny-llama.gguf");
        if (!Files.exists(file)) {
            spec.commandLine().getErr().println("no " + file + ": GGUF files will load more slowly");
            return 0;
        }
        for (int i = 0; i < LOADS; i++) {
            CpuModel.load(file, Dtype.AUTO, Device.CPU).close();
        }
        return 0;
    }

    private static Path home() {
        return Path.of(System.getProperty("belay.home", "."));
    }

    private static String[] training(Path out) {
        Path recipe = home().resolve("recipes/chains-clean.yaml");
        return List.of(
                        "train",
                        recipe.toString(),
                        "--out",
                        out.toString(),
                        "--steps",
                        "2",
                        "--set",
                        "rollout.problemsPerStep=4",
                        "--set",
                        "data.test.limit=8")
                .toArray(String[]::new);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
