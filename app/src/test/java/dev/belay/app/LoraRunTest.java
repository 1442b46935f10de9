package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that train low-rank adapters, from the command line. */
class LoraRunTest {
    private static final String RECIPE = """
            name: tiny
            model: none
            data: {train: {use: chains, split: train}, test: {use: chains, split: test, limit: 6}}
            rollout: {use: plain, problemsPerStep: 2, samplesPerProblem: 4, maxNewTokens: 12}
            rewards: [random]
            optimizer: {learningRate: 0.02}
            lora: {rank: 2}
            evaluate: {every: 3, samplesPerProblem: 3, resamples: 50}
            keep: {checkpointEvery: 3}
            steps: 6
            """;

    @TempDir
    private Path folder;

    private String model;
    private String recipe;

    @BeforeEach
    void write() throws IOException {
        model = TinyModel.save(folder.resolve("model")).toString();
        recipe = Files.writeString(folder.resolve("tiny.yaml"), RECIPE).toString();
    }

    private Path trained(String name) {
        Path run = folder.resolve(name);
        CommandLineRun train = CommandLineRun.of("train", recipe, "--model", model, "--out", run.toString());
        assertThat(train.exitCode()).as(train.err()).isZero();
        return run;
    }

    private static Map<String, byte[]> adapter(Path run) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of("adapter_model.safetensors", "training-state.safetensors", "adapter_config.json")) {
            files.put(name, Files.readAllBytes(run.resolve("checkpoints/step-6").resolve(name)));
        }
        return files;
    }

    private static void requireSame(Map<String, byte[]> one, Map<String, byte[]> other) {
        one.forEach((name, bytes) -> assertThat(other.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void train_resumedFromACheckpoint_endsInTheSameBits() throws IOException {
        Path whole = trained("whole");
        Path cut = folder.resolve("cut");
        CommandLineRun.of("train", recipe, "--model", model, "--out", cut.toString());
        deleteTree(cut.resolve("checkpoints/step-6"));
        CommandLineRun resumed = CommandLineRun.of("train", "--resume", cut.toString());
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        requireSame(adapter(whole), adapter(cut));
        assertThat(whole.resolve("checkpoints/step-6/config.json")).doesNotExist();
    }

    private static void deleteTree(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void eval_ofARun_measuresTheAdaptedModel() throws IOException {
        Path run = trained("run");
        CommandLineRun ofRun = CommandLineRun.of("eval", run.toString());
        CommandLineRun ofBase = CommandLineRun.of("eval", recipe, "--model", model);
        assertThat(ofRun.exitCode()).as(ofRun.err()).isZero();
        assertThat(measured(ofRun)).isNotEqualTo(measured(ofBase));
    }

    /** All lines but the first, which names the model. */
    private static List<String> measured(CommandLineRun eval) {
        return eval.out().lines().skip(1).toList();
    }

    @Test
    void convert_aCheckpoint_writesAModelThatAnswersAlike() throws IOException {
        String checkpoint = trained("run").resolve("checkpoints/step-6").toString();
        String merged = folder.resolve("merged").toString();
        CommandLineRun convert = CommandLineRun.of("convert", checkpoint, merged);
        assertThat(convert.exitCode()).as(convert.err()).isZero();
        assertThat(Path.of(merged, "config.json")).exists();
        assertThat(generated(merged)).isEqualTo(generated(checkpoint)).isNotEqualTo(generated(model));
    }

    /** What a model answers at temperature 0, without the log-probabilities, which merging rounds. */
    private List<String> generated(String of) throws IOException {
        String prompts = Files.writeString(folder.resolve("prompts.jsonl"), "{\"id\": 1, \"prompt\": \"1+2\"}\n")
                .toString();
        CommandLineRun run =
                CommandLineRun.of("generate", prompts, "--model", of, "--max-new-tokens", "20", "--temperature", "0");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out()
                .lines()
                .map(line -> line.replaceAll("\"logprobs\":.*", ""))
                .toList();
    }

    @Test
    void train_anAdapterFolderWithLora_isRefusedBeforeAnythingIsWritten() {
        String checkpoint = trained("run").resolve("checkpoints/step-6").toString();
        Path again = folder.resolve("again");
        CommandLineRun refused = CommandLineRun.of("train", recipe, "--model", checkpoint, "--out", again.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("has adapters already, of rank 2");
        assertThat(again).doesNotExist();
    }

    @Test
    void resume_ofAdaptersWhoseModelChanged_isRefused() throws IOException {
        String adapters = trained("first").resolve("checkpoints/step-6").toString();
        String further = Files.writeString(folder.resolve("further.yaml"), RECIPE.replace("lora: {rank: 2}\n", ""))
                .toString();
        Path run = folder.resolve("further");
        CommandLineRun train = CommandLineRun.of("train", further, "--model", adapters, "--out", run.toString());
        assertThat(train.exitCode()).as(train.err()).isZero();
        deleteTree(run.resolve("checkpoints/step-6"));
        Path base = Path.of(model, "model.safetensors");
        byte[] bytes = Files.readAllBytes(base);
        bytes[bytes.length - 3] ^= 1;
        Files.write(base, bytes);
        CommandLineRun resumed = CommandLineRun.of("train", "--resume", run.toString());
        assertThat(resumed.exitCode()).isEqualTo(2);
        assertThat(resumed.err()).contains(base.toString()).contains("is not the file this run began with");
    }

    @Test
    void models_adapterFolder_saysWhatItHolds() {
        CommandLineRun run = CommandLineRun.of(
                "models", trained("run").resolve("checkpoints/step-6").toString());
        assertThat(run.out())
                .contains("LoRA adapters of rank 2, scale 16.00, on ")
                .contains("q_proj");
    }
}
