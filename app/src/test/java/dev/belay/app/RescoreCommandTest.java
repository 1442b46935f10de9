package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.lab.rollouts.RolloutFiles;
import dev.belay.loop.data.Message;
import dev.belay.loop.data.Reference;
import dev.belay.loop.duckdb.DuckDb;
import dev.belay.model.checkpoint.OutputHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

    private static final String TEMPLATE = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
            + "{% if add_generation_prompt %}assistant: {% endif %}";

    /** A run on conversations to which the recipe adds a system message, judged by a model with a template. */
    private Path trainedOnConversations(String reward) throws IOException {
        Path model = TinyModel.save(folder.resolve("model"));
        Path judge = TinyModel.saveClassifier(folder.resolve("judge"), OutputHead.Classification.ofSequences("score"));
        Files.writeString(model.resolve("chat_template.jinja"), TEMPLATE);
        Files.writeString(judge.resolve("chat_template.jinja"), TEMPLATE);
        Path data = Files.writeString(
                folder.resolve("rows.jsonl"),
                "{\"prompt\": [{\"role\": \"user\", \"content\": \"1+1?\"}], \"answer\": \"2\"}\n".repeat(2));
        String recipe = RECIPE.replace("{use: chains, split: train}", "{use: jsonl, path: " + data + "}")
                .replace("[random]", "[" + reward.formatted(judge) + "]");
        Path file = Files.writeString(folder.resolve("tiny.yaml"), recipe + "prompts: {system: be brief}\n");
        Path run = folder.resolve("run");
        CommandLineRun trained =
                CommandLineRun.of("train", file.toString(), "--model", model.toString(), "--out", run.toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        return run;
    }

    @Test
    void rescore_rewardModelAndConversations_readsWhatTrainingRead() throws IOException {
        String reward = "{use: reward-model, model: %s}";
        Path run = trainedOnConversations(reward);
        Path rows = folder.resolve("rescored.jsonl");
        CommandLineRun rescored = CommandLineRun.of(
                "rescore",
                run.toString(),
                "--reward",
                reward.formatted(folder.resolve("judge")),
                "--out",
                rows.toString());

        assertThat(rescored.exitCode()).as(rescored.err()).isZero();
        List<Double> then = new ArrayList<>();
        List<Double> now = new ArrayList<>();
        for (String line : Files.readAllLines(rows)) {
            now.add(JSON.readTree(line).path("reward").asDouble());
        }
        query(
                "SELECT \"seen/reward-model\" FROM '" + run + "/rollouts/*.parquet' ORDER BY step, group_id, sample",
                row -> then.add(row.getDouble(1)));
        assertThat(now).hasSize(16).isEqualTo(then);
    }

    @Test
    void storedGroups_conversation_comesBackWithItsRoles() throws IOException {
        Path run = trainedOnConversations("boxed-format");

        assertThat(prompts(run))
                .hasSize(4)
                .containsOnly(List.of(new Message(Message.Role.SYSTEM, "be brief"), Message.user("1+1?")));
    }

    /** What earlier versions wrote. */
    @Test
    void storedGroups_withoutMessages_areOneTurnOfTheUser() throws IOException {
        Path run = trainedOnConversations("boxed-format");
        List<Path> files;
        try (Stream<Path> all = Files.list(run.resolve("rollouts"))) {
            files = all.toList();
        }
        for (Path file : files) {
            Path old = file.resolveSibling("old.parquet");
            execute("COPY (SELECT * EXCLUDE messages FROM '" + file + "') TO '" + old + "'");
            Files.move(old, file, StandardCopyOption.REPLACE_EXISTING);
        }

        assertThat(prompts(run)).hasSize(4).containsOnly(List.of(Message.user("be brief\n1+1?")));
    }

    private static List<List<Message>> prompts(Path run) {
        List<List<Message>> prompts = new ArrayList<>();
        new RolloutFiles(run.resolve("rollouts"))
                .forEachGroup(
                        "train", stored -> prompts.add(stored.group().problem().prompt()));
        return prompts;
    }

    /** Reads one row. */
    private interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    private static void query(String sql, RowVisitor visitor) {
        try (Connection duck = DuckDb.open();
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                visitor.visit(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void execute(String sql) {
        try (Connection duck = DuckDb.open();
                Statement statement = duck.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A model may take minutes to fetch and open. */
    @Test
    void rescore_whatIsWrongWithRunOrTarget_isSaidBeforeTheModelIsOpened() throws IOException {
        String run = trained().toString();
        String nowhere = "{use: reward-model, model: " + folder.resolve("nowhere") + "}";
        Path there = Files.createFile(folder.resolve("rows.jsonl"));

        assertThat(CommandLineRun.of("rescore", run, "--reward", nowhere, "--out", there.toString())
                        .err())
                .contains("rows.jsonl is there already");
        assertThat(CommandLineRun.of("rescore", run, "--reward", nowhere, "--kind", "greedy")
                        .err())
                .contains("stored no samples of kind greedy");
    }

    @Test
    void rescore_withoutSamplesOfThatKind_isRefused() throws IOException {
        CommandLineRun rescored = CommandLineRun.of("rescore", trained().toString(), "--kind", "greedy");

        assertThat(rescored.exitCode()).isEqualTo(2);
        assertThat(rescored.err()).contains("stored no samples of kind greedy; kinds are train, greedy and sampled");
    }
}
