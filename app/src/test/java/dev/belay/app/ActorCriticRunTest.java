package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a value model, from the command line and on real models. */
class ActorCriticRunTest {
    private static final String RECIPE = """
            name: tiny
            model: none
            data: {train: {use: chains, split: train}}
            rollout: {use: plain, problemsPerStep: 2, samplesPerProblem: 2, maxNewTokens: 8}
            rewards: [random]
            credit: {use: gae, critic: {learningRate: 0.01, updatesPerStep: 2, warmupSteps: 1}}
            optimizer: {learningRate: 0.02, updatesPerStep: 2}
            evaluate: {every: 0}
            keep: {checkpointEvery: 2}
            steps: 4
            """;

    @TempDir
    private Path folder;

    private Path trained(String name, String model, String... more) throws IOException {
        Path recipe = Files.writeString(folder.resolve(name + ".yaml"), RECIPE + String.join("\n", more));
        Path run = folder.resolve(name);
        CommandLineRun train = CommandLineRun.of("train", recipe.toString(), "--model", model, "--out", run.toString());
        assertThat(train.exitCode()).as(train.err()).isZero();
        assertThat(train.err()).contains("value model");
        return run;
    }

    @Test
    void train_resumedFromACheckpoint_endsInTheSameBits() throws IOException {
        String model = TinyModel.save(folder.resolve("model")).toString();
        Path whole = trained("whole", model);
        Path cut = trained("cut", model);
        Path last = cut.resolve("checkpoints/step-4");
        for (String name : new String[] {"loop.json", "critic-state.safetensors"}) {
            Files.delete(last.resolve(name));
        }
        CommandLineRun resumed = CommandLineRun.of("train", "--resume", cut.toString());
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        for (String name : new String[] {"training-state.safetensors", "critic-state.safetensors"}) {
            assertThat(last.resolve(name)).hasSameBinaryContentAs(whole.resolve("checkpoints/step-4/" + name));
        }
        assertThat(whole.resolve("metrics.jsonl"))
                .content()
                .contains("critic/vf_loss")
                .contains("critic/returns/mean");
    }

    /** A value model of adapters is one of the model they were merged into. */
    @Test
    void train_onAdapters_beginsTheValueModelWithTheMergedModel() throws IOException {
        String model = TinyModel.save(folder.resolve("model")).toString();
        Path adapters = trained("adapters", model, "lora: {rank: 2}").resolve("checkpoints/step-4");
        assertThat(adapters.resolve("adapter_model.safetensors")).exists();
        trained("further", adapters.toString());
    }
}
