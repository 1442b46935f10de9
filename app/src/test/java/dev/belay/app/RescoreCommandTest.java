package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.lab.rollouts.RolloutFiles;
import dev.belay.loop.data.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescoreCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECIPE = """
        name: tiny
        model: none
        data: {train: {use: chains, split: train}}
        rollout: {use: plain, problemsPerStep: 2, samplesPerProblem: 4, maxNewTokens: 6}
        rewards: [random]
        optimizer: {learningRate: 1.0e-3}
        evaluate: {every: 0}
        steps: 2
        seed: 11
        """;

    @TempDir
    private Path folder;

    private Path trained() throws IOException {
        String model = TinyModel.save(folder.resolve("model")).toString();
        String recipe = Files.writeString(folder.resolve("tiny.yaml"), RECIPE).toString();
        Path run = folder.resolve("run");
        assertThat(CommandLineRun.of("train", recipe, "--model", model, "--out", run.toString())
                        .exitCode())
                .isZero();
        return run;
    }

    /** Two steps of 2 x 4 samples; a model of random weights answers nothing right and fills no box. */
    @Test
    void rescore_aRun_asksOtherRewardsAboutItsSamples() throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        String run = trained().toString();
        CommandLineRun rescored = CommandLineRun.of(
                "rescore", run, "--reward", "{use: boxed-format, weight: 2}", "--json", "--out", rows.toString());

        assertThat(rescored.exitCode()).as(rescored.err()).isZero();
        JsonNode format = JSON.readTree(rescored.out()).path("boxed-format");
        assertThat(format.path("wrong").asInt()).isEqualTo(16);
        assertThat(format.path("mean_when_wrong").asDouble()).isZero();
        assertThat(format.path("mean_when_right").isNull()).isTrue();
        List<String> lines = Files.readAllLines(rows);
        assertThat(lines).hasSize(16);
        assertThat(JSON.readTree(lines.getFirst()).path("true_reward").asDouble(-1))
                .isZero();
        CommandLineRun again = CommandLineRun.of("rescore", run, "--out", rows.toString());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("rows.jsonl is there already").contains("--overwrite");
    }

    /** The draws of a reward hang on seed, step and problem: what was random then is the same now. */
    @Test
    void rescore_withTheRunsRandomReward_repeatsWhatTheRunSaw() throws IOException {
        Path run = trained();
        Path rows = folder.resolve("rows.jsonl");
        CommandLineRun.of("rescore", run.toString(), "--reward", "random", "--out", rows.toString());

        double sum = 0;
        for (String line : Files.readAllLines(rows)) {
            JsonNode row = JSON.readTree(line);
            sum += row.path("step").asInt() == 1 ? row.path("reward").asDouble() : 0;
        }
        JsonNode first =
                JSON.readTree(Files.readAllLines(run.resolve("metrics.jsonl")).getFirst());
        assertThat(sum / 8).isEqualTo(first.path("reward").asDouble(-1));
    }

    @Test
    void storedGroups_goldWithAnyCharacter_comesBackWhole() throws IOException {
        Path data = Files.writeString(
                folder.resolve("rows.jsonl"), "{\"prompt\": \"?\", \"answer\": \"P(A | B)\"}\n".repeat(2));
        String model = TinyModel.save(folder.resolve("model")).toString();
        String recipe = Files.writeString(
                        folder.resolve("tiny.yaml"),
                        RECIPE.replace("{use: chains, split: train}", "{use: jsonl, path: " + data + "}"))
                .toString();
        Path run = folder.resolve("run");
        assertThat(CommandLineRun.of("train", recipe, "--model", model, "--out", run.toString())
                        .exitCode())
                .isZero();

        List<Reference> references = new ArrayList<>();
        new RolloutFiles(run.resolve("rollouts"))
                .forEachGroup(
                        "train",
                        stored -> references.add(stored.group().problem().reference()));

        assertThat(references).hasSize(4).containsOnly(Reference.answer("P(A | B)"));
    }

    @Test
    void rescore_withoutSamplesOfThatKind_isRefused() throws IOException {
        CommandLineRun rescored = CommandLineRun.of("rescore", trained().toString(), "--kind", "greedy");

        assertThat(rescored.exitCode()).isEqualTo(2);
        assertThat(rescored.err()).contains("stored no samples of kind greedy; kinds are train, greedy and sampled");
    }
}
