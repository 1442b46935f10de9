package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.checkpoint.OutputHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    private static final String RECIPE = """
        name: tiny
        model: none
        data: {train: {use: chains, split: train}}
        rollout: {use: plain, problemsPerStep: 2, samplesPerProblem: 2, maxNewTokens: 4}
        rewards: [random]
        optimizer: {learningRate: 1.0e-3}
        evaluate: {every: 0}
        steps: 3
        """;

    @TempDir
    private Path folder;

    private String recipe(String text) throws IOException {
        return Files.writeString(folder.resolve("tiny.yaml"), text).toString();
    }

    @Test
    void train_unknownKey_namesPlaceAndNearest() throws IOException {
        CommandLineRun run = CommandLineRun.of("train", recipe(RECIPE.replace("steps: 3", "stpes: 3")));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("tiny.yaml:8").contains("\"stpes\"").contains("steps");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void train_deviceThatIsNotThere_saysWhatToInstall() throws IOException {
        CommandLineRun run = CommandLineRun.of("train", recipe(RECIPE), "--device", "cuda");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("belay: device: cuda was asked for, but ")
                .contains("BELAY_TORCH=cuda");
    }

    @Test
    void train_severalErrors_areToldTogether() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "train",
                recipe(RECIPE.replace("steps: 3", "stpes: 3").replace("maxNewTokens: 4", "maxNewTokens: few")));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(3);
        assertThat(run.err())
                .startsWith("belay: 2 errors:")
                .contains("\n  ")
                .contains("tiny.yaml:8:1: unknown key \"stpes\"")
                .contains("rollout.maxNewTokens must be a whole number, got \"few\"");
    }

    @Test
    void train_groupOfOneUnderGroupNormalisation_isRefused() throws IOException {
        CommandLineRun run = CommandLineRun.of("train", recipe(RECIPE), "--set", "rollout.samplesPerProblem=1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("samplesPerProblem must be at least 2").contains("got 1");
    }

    @Test
    void train_missingModel_writesNothing() throws IOException {
        Path out = folder.resolve("run");
        CommandLineRun run = CommandLineRun.of("train", recipe(RECIPE), "--out", out.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("model none");
        assertThat(out).doesNotExist();
    }

    @Test
    void train_withoutRecipe_saysWhatItNeeds() {
        CommandLineRun run = CommandLineRun.of("train");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("train needs a RECIPE");
    }

    @Test
    void train_resumeIntoAnotherFolder_isRefused() {
        Path out = folder.resolve("elsewhere");
        CommandLineRun run =
                CommandLineRun.of("train", "--resume", folder.resolve("run").toString(), "--out", out.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--resume").contains("leave out --out " + out);
        assertThat(out).doesNotExist();
    }

    @Test
    void train_missingRecipe_isOneLine() {
        CommandLineRun run =
                CommandLineRun.of("train", folder.resolve("none.yaml").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("none.yaml");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void train_underARewardModel_namesItsMemoryAndItsReward() throws IOException {
        String model = TinyModel.save(folder.resolve("model")).toString();
        Path judge =
                TinyModel.saveClassifier(folder.resolve("judge"), OutputHead.Classification.ofSequences("LABEL_0"));
        String recipe = recipe(RECIPE.replace("[random]", "[{use: reward-model, model: " + judge + "}]"));
        Path out = folder.resolve("run");
        CommandLineRun run = CommandLineRun.of("train", recipe, "--model", model, "--out", out.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("reward models ").contains("tiny 3/3");
        assertThat(Files.readString(out.resolve("metrics.jsonl"))).contains("\"rewards/reward-model/mean\":");
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"rewardModels\"");
        CommandLineRun rescored =
                CommandLineRun.of("rescore", out.toString(), "--reward", "{use: reward-model, model: " + judge + "}");
        assertThat(rescored.exitCode()).as(rescored.err()).isZero();
    }

    @Test
    void train_thenAgainThenRerun_keepsTheRunAndRepeatsItExactly() throws IOException {
        String model = TinyModel.save(folder.resolve("model")).toString();
        Path out = folder.resolve("run");
        List<String> train = List.of("train", recipe(RECIPE), "--model", model, "--out", out.toString(), "--json");

        CommandLineRun first = CommandLineRun.of(train.toArray(String[]::new));
        assertThat(first.err()).contains("tiny 3/3").contains("reward").contains("done");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("\"finished\":true").contains("\"step\":3");
        String metrics = Files.readString(out.resolve("metrics.jsonl"));

        CommandLineRun again = CommandLineRun.of(train.toArray(String[]::new));
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("already holds a run").contains("--resume");
        assertThat(Files.readString(out.resolve("metrics.jsonl"))).isEqualTo(metrics);

        CommandLineRun rerun = CommandLineRun.of("rerun", out.toString());
        assertThat(rerun.err()).contains("done");
        assertThat(rerun.out()).contains("identical: 3 rows of metrics and the final weights");
        assertThat(rerun.exitCode()).isZero();
        assertThat(folder.resolve("run-rerun/metrics.jsonl")).exists();

        CommandLineRun diff = CommandLineRun.of(
                "diff", out.toString(), folder.resolve("run-rerun").toString());
        assertThat(diff.out()).contains("identical");
        assertThat(diff.exitCode()).isZero();
    }
}
