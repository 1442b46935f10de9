package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.model.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECIPE = """
        name: tiny
        model: none
        data: {train: {use: chains, split: train}, test: {use: chains, split: test, limit: 6}}
        rollout: {use: plain, problemsPerStep: 2, samplesPerProblem: 4, maxNewTokens: 12}
        rewards: [random]
        optimizer: {learningRate: 0.02}
        evaluate: {every: 3, samplesPerProblem: 3, resamples: 50}
        steps: 3
        """;

    @TempDir
    private Path folder;

    /** The values that an evaluation left in metrics.jsonl at a step. */
    private static Map<String, Double> evaluation(Path run, int step) throws IOException {
        Map<String, Double> values = new TreeMap<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode row = JSON.readTree(line);
            if (row.path("step").asInt() == step) {
                row.properties().forEach(e -> {
                    if (e.getKey().startsWith("eval_")) {
                        values.put(
                                e.getKey().substring("eval_".length()),
                                e.getValue().asDouble());
                    }
                });
            }
        }
        return values;
    }

    /** The weights on disk are bf16, so this holds only when the fp32 masters are what is measured. */
    @Test
    void eval_ofARun_repeatsItsLastEvaluation() throws IOException {
        String model = TinyModel.save(folder.resolve("model"), TensorType.BF16).toString();
        Path run = folder.resolve("run");
        String recipe = Files.writeString(folder.resolve("tiny.yaml"), RECIPE).toString();
        assertThat(CommandLineRun.of("train", recipe, "--model", model, "--out", run.toString())
                        .exitCode())
                .isZero();

        CommandLineRun eval = CommandLineRun.of("eval", run.toString(), "--json");

        Map<String, Double> measured = new TreeMap<>();
        JSON.readTree(eval.out()).properties().forEach(e -> {
            if (e.getValue().isObject()) {
                measured.put(e.getKey(), e.getValue().path("value").asDouble());
                measured.put(e.getKey() + "/low", e.getValue().path("low").asDouble());
                measured.put(e.getKey() + "/high", e.getValue().path("high").asDouble());
            }
        });
        Map<String, Double> last = evaluation(run, 3);
        last.keySet().retainAll(measured.keySet());
        assertThat(last).isNotEmpty().isEqualTo(measured).isNotEqualTo(evaluation(run, 0));
    }

    @Test
    void eval_promptThatIsTooLong_isNamedBeforeAnythingIsMeasured() throws IOException {
        String model = TinyModel.save(folder.resolve("model")).toString();
        Path data = Files.writeString(
                folder.resolve("rows.jsonl"),
                "{\"prompt\": \"1\", \"answer\": \"1\"}\n{\"prompt\": \"" + "1".repeat(3000)
                        + "\", \"answer\": \"1\"}\n");
        String recipe = Files.writeString(
                        folder.resolve("tiny.yaml"),
                        RECIPE.replace("{use: chains, split: test, ", "{use: jsonl, path: " + data + ", "))
                .toString();

        CommandLineRun refused = CommandLineRun.of("eval", recipe, "--model", model);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains(data + ":2: a prompt has 3000 tokens")
                .contains("set prompts.tooLong");

        CommandLineRun cut =
                CommandLineRun.of("eval", recipe, "--model", model, "--set", "prompts.tooLong=truncate", "--json");
        assertThat(cut.exitCode()).as(cut.err()).isZero();
        assertThat(cut.err()).contains("belay: 1 of 2 held-out prompts leave no room in the context");
    }
}
