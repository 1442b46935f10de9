package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.loop.StepListener.Phase;
import dev.belay.loop.StepRecord;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
    private final SmallRun.Loader loader = new SmallRun.Loader();

    @TempDir
    private Path folder;

    private Recipe recipe;

    @BeforeEach
    void readRecipe() {
        recipe = SmallRun.recipe(SmallRun.modelFolder(folder.resolve("model")));
    }

    /** Stands for a power cut. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private TrainingRun run(RunListener listener) {
        return new TrainingRun(loader, listener, SmallRun.CLOCK);
    }

    private static RunListener killedIn(int atStep, Phase atPhase) {
        return new RunListener() {
            @Override
            public void onPhase(int step, Phase phase) {
                if (step == atStep && phase == atPhase) {
                    throw new Killed();
                }
            }
        };
    }

    private static List<MetricsRow> repeatable(List<MetricsRow> rows) {
        return rows.stream().map(MetricsRow::repeatable).toList();
    }

    private List<List<String>> samples(Path run) throws SQLException {
        String sql =
                "SELECT step, kind, problem, sample, text, tokens, logprobs, finish, strategy, reward, true_reward,"
                        + " advantage, \"seen/random\", \"true/random\", parts, notes FROM '"
                        + run.resolve("rollouts") + "/*.parquet' ORDER BY step, kind, group_id, sample";
        List<List<String>> rows = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
                    row.add(String.valueOf(result.getString(c)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static int events(Path run) throws IOException {
        return EventFile.upTo(Disk.list(run.resolve("tensorboard")).getFirst(), Long.MAX_VALUE)
                .size();
    }

    @Test
    void start_finishedRun_leavesEverything() throws IOException, SQLException {
        Path out = folder.resolve("run");
        RunResult result = run(RunListener.SILENT).start(recipe, out);

        assertThat(result.metrics().stream().filter(r -> !r.evaluation()).map(MetricsRow::step))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(result.metrics().getLast().values()).isNotEmpty();
        assertThat(Disk.list(out.resolve("checkpoints")).stream()
                        .map(p -> p.getFileName().toString()))
                .containsExactly("step-6", "step-8");
        assertThat(Disk.list(out.resolve("tensorboard"))).hasSize(1);
        assertThat(samples(out).stream().filter(r -> r.get(1).equals("train"))).hasSize(8 * 2 * 4);
        assertThat(Disk.list(out.resolve("rollouts")))
                .noneMatch(p -> p.toString().endsWith(".part"));

        JsonNode json = new ObjectMapper().readTree(out.resolve("run.json").toFile());
        assertThat(json.path("seed").asLong()).isEqualTo(5);
        assertThat(json.at("/model/sha256/config.json").asText())
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(json.at("/data/train/sha256").asText()).hasSize(64);
        assertThat(json.at("/machine/java").asText())
                .isEqualTo(Runtime.version().toString());
        assertThat(RunJson.recipe(out.resolve("run.json"))).isEqualTo(recipe);
    }

    @Test
    void start_sameRecipeTwice_givesTheSameBits() throws SQLException {
        List<MetricsRow> first =
                run(RunListener.SILENT).start(recipe, folder.resolve("a")).metrics();
        float[] weights = loader.lastWeights();
        List<MetricsRow> second =
                run(RunListener.SILENT).start(recipe, folder.resolve("b")).metrics();

        assertThat(repeatable(second)).isEqualTo(repeatable(first));
        assertThat(loader.lastWeights()).isEqualTo(weights);
        assertThat(samples(folder.resolve("b"))).isEqualTo(samples(folder.resolve("a")));
    }

    /** Steps before the first checkpoint, right after one and between two. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 8})
    void resume_afterBeingKilled_endsAsIfNothingHappened(int killedAt) throws IOException, SQLException {
        Path whole = folder.resolve("whole");
        List<MetricsRow> expected = run(RunListener.SILENT).start(recipe, whole).metrics();
        float[] weights = loader.lastWeights();
        Path cut = folder.resolve("cut");
        assertThatThrownBy(() -> run(killedIn(killedAt, Phase.UPDATE)).start(recipe, cut))
                .isInstanceOf(Killed.class);
        leaveHalfWrittenFiles(cut);

        List<MetricsRow> resumed =
                run(RunListener.SILENT).resume(cut, Optional.empty()).metrics();

        assertThat(repeatable(resumed)).isEqualTo(repeatable(expected));
        assertThat(loader.lastWeights()).isEqualTo(weights);
        assertThat(samples(cut)).isEqualTo(samples(whole));
        assertThat(events(cut)).isEqualTo(events(whole));
        assertThat(Disk.list(cut.resolve("checkpoints")).stream()
                        .map(p -> p.getFileName().toString()))
                .containsExactly("step-6", "step-8");
    }

    /** What a killed process leaves: half a line, half a frame, an unfinished checkpoint and an unfinished table. */
    private static void leaveHalfWrittenFiles(Path run) throws IOException {
        Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":4,\"rew", StandardOpenOption.APPEND);
        Files.write(Disk.list(run.resolve("tensorboard")).getFirst(), new byte[] {9, 0, 0}, StandardOpenOption.APPEND);
        Files.createDirectories(run.resolve("checkpoints/step-99.part"));
        Files.writeString(run.resolve("rollouts/steps-000099-000099.parquet.part"), "PAR");
    }

    @Test
    void resume_finishedRun_changesNothing() throws IOException {
        Path out = folder.resolve("run");
        run(RunListener.SILENT).start(recipe, out);
        String metrics = Files.readString(out.resolve("metrics.jsonl"));

        run(RunListener.SILENT).resume(out, Optional.of(recipe));

        assertThat(Files.readString(out.resolve("metrics.jsonl"))).isEqualTo(metrics);
    }

    @Test
    void resume_anotherRecipe_namesTheDifference() {
        Path out = folder.resolve("run");
        run(RunListener.SILENT).start(recipe, out);
        Recipe other = Recipe.of(
                YamlReader.parse(SmallRun.yaml(folder.resolve("model")).replace("0.05", "0.06"), "other.yaml"));

        assertThatThrownBy(() -> run(RunListener.SILENT).resume(out, Optional.of(other)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(out + " was begun with another recipe: optimizer.learningRate was 0.05 and is 0.06; "
                        + "resume without a recipe, or choose another --out");
    }

    @Test
    void resume_folderWithoutRun_isRefused() {
        assertThatThrownBy(() -> run(RunListener.SILENT).resume(folder, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(folder + " holds no run: there is no run.json in it");
    }

    @Test
    void start_folderWithRun_isRefusedAndLeftAlone() throws IOException {
        Path out = folder.resolve("run");
        run(RunListener.SILENT).start(recipe, out);
        String metrics = Files.readString(out.resolve("metrics.jsonl"));

        assertThatThrownBy(() -> run(RunListener.SILENT).start(recipe, out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(out + " already holds a run; choose another --out, or continue it with --resume");
        assertThat(Files.readString(out.resolve("metrics.jsonl"))).isEqualTo(metrics);
    }

    @Test
    void start_listener_hearsPlanStepsAndCheckpoints() {
        List<String> heard = new ArrayList<>();
        run(new RunListener() {
                    @Override
                    public void onPlan(RunPlan plan) {
                        heard.add("plan " + plan.doneSteps() + " "
                                + plan.estimate().tokensPerStep());
                    }

                    @Override
                    public void onStep(Progress progress, StepRecord record) {
                        heard.add("step " + progress.step() + "/" + progress.steps());
                    }

                    @Override
                    public void onCheckpoint(Path checkpoint) {
                        heard.add(checkpoint.getFileName().toString());
                    }
                })
                .start(recipe, folder.resolve("run"));

        List<String> expected = new ArrayList<>(List.of("plan 0 40"));
        IntStream.rangeClosed(1, 8).forEach(step -> {
            expected.add("step " + step + "/8");
            if (step == 3 || step == 6 || step == 8) {
                expected.add("step-" + step);
            }
        });
        assertThat(heard).isEqualTo(expected);
    }

    @Test
    void start_evaluations_comeBeforeTheFirstStepAndAfterTheLast() {
        RunResult result = run(RunListener.SILENT).start(recipe, folder.resolve("run"));

        List<MetricsRow> evaluations =
                result.metrics().stream().filter(MetricsRow::evaluation).toList();
        assertThat(evaluations.stream().map(MetricsRow::step)).containsExactly(0, 4, 8);
        assertThat(evaluations.getFirst().values())
                .containsKeys("eval_greedy/accuracy", "eval_greedy/accuracy/low", "eval_sampled/avg@2");
    }

    @Test
    void start_stopRequested_endsWithACheckpointToResumeFrom() throws SQLException {
        Path whole = folder.resolve("whole");
        List<MetricsRow> expected = run(RunListener.SILENT).start(recipe, whole).metrics();
        float[] weights = loader.lastWeights();
        Path stopped = folder.resolve("stopped");
        run(new RunListener() {
                    @Override
                    public boolean stopRequested() {
                        return true;
                    }
                })
                .start(recipe, stopped);

        assertThat(MetricsLog.read(stopped.resolve("metrics.jsonl")).getLast().step())
                .isEqualTo(1);
        assertThat(repeatable(run(RunListener.SILENT)
                        .resume(stopped, Optional.empty())
                        .metrics()))
                .isEqualTo(repeatable(expected));
        assertThat(loader.lastWeights()).isEqualTo(weights);
        assertThat(samples(stopped)).isEqualTo(samples(whole));
    }

    @Test
    void rerun_sameMachine_findsNoDifference() {
        run(RunListener.SILENT).start(recipe, folder.resolve("run"));

        RunComparison comparison = run(RunListener.SILENT).rerun(folder.resolve("run"), folder.resolve("again"));

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.rows()).isEqualTo(8 + 3);
    }

    @Test
    void rerun_changedRun_namesStepAndMetric() throws IOException {
        run(RunListener.SILENT).start(recipe, folder.resolve("run"));
        Path metrics = folder.resolve("run/metrics.jsonl");
        Files.writeString(
                metrics, Files.readString(metrics).replace("{\"step\":2,\"reward\":", "{\"step\":2,\"reward\":9"));
        Files.writeString(folder.resolve("model/config.json"), "{ }");
        List<String> notices = new ArrayList<>();

        RunComparison comparison = run(new RunListener() {
                    @Override
                    public void onNotice(String sentence) {
                        notices.add(sentence);
                    }
                })
                .rerun(folder.resolve("run"), folder.resolve("again"));

        assertThat(comparison.same()).isFalse();
        assertThat(comparison.differences()).singleElement().asString().startsWith("step 2: reward 90.");
        assertThat(notices).containsExactly("the model's config.json is not the file of the first run");
    }

    @Test
    void resume_whileAnotherWrites_isRefused() {
        Path out = folder.resolve("run");
        run(RunListener.SILENT).start(recipe, out);

        try (RunLock other = RunLock.take(RunDirectory.open(out))) {
            assertThatThrownBy(() ->
                            run(RunListener.SILENT).resume(other.directory().path(), Optional.empty()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(out + " is being written by another process; wait for it, or choose another --out");
        }
    }

    @Test
    void start_brokenData_leavesNothingBehind() throws IOException {
        Path out = folder.resolve("run");
        String yaml = SmallRun.yaml(folder.resolve("model"))
                .replace("{use: chains, split: train, steps: 2}", "{use: jsonl, path: /no/such/file.jsonl}");
        Recipe broken = Recipe.of(YamlReader.parse(yaml, "broken.yaml"));

        assertThatThrownBy(() -> run(RunListener.SILENT).start(broken, out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("/no/such/file.jsonl");
        assertThat(out).doesNotExist();
        Files.createDirectory(out);
        assertThatThrownBy(() -> run(RunListener.SILENT).start(broken, out)).isInstanceOf(InvalidInputException.class);
        assertThat(out).isEmptyDirectory();
        assertThat(run(RunListener.SILENT).start(recipe, out).metrics()).isNotEmpty();
    }

    @Test
    void start_tiedGroups_areExplainedOnce() {
        List<String> notices = new ArrayList<>();
        String yaml = SmallRun.yaml(folder.resolve("model"))
                .replace("- {use: random, noise: [{use: flip, probability: 0.2, scope: sample}]}", "")
                .replace("boxed-format, weight: 0", "boxed-format");
        run(new RunListener() {
                    @Override
                    public void onNotice(String sentence) {
                        notices.add(sentence);
                    }
                })
                .start(Recipe.of(YamlReader.parse(yaml, "tied.yaml")), folder.resolve("run"));

        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith("step 1: within every group all rewards are equal, so this step taught nothing;");
    }

    private void stopAfterOneStep(Recipe what, Path out) {
        run(new RunListener() {
                    @Override
                    public boolean stopRequested() {
                        return true;
                    }
                })
                .start(what, out);
    }

    @Test
    void resume_changedModelFile_isRefused() throws IOException {
        Path out = folder.resolve("run");
        stopAfterOneStep(recipe, out);
        Files.writeString(folder.resolve("model/config.json"), "{ }");

        assertThatThrownBy(() -> run(RunListener.SILENT).resume(out, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(folder.resolve("model/config.json") + " is not the file this run began with");
    }

    @Test
    void resumeAndRerun_changedProblems_areRefused() throws IOException {
        Path data = folder.resolve("train.jsonl");
        Files.writeString(data, "{\"prompt\": \"1+1\", \"answer\": \"2\"}\n".repeat(3));
        String yaml = SmallRun.yaml(folder.resolve("model"))
                .replace("{use: chains, split: train, steps: 2}", "{use: jsonl, path: " + data + "}");
        Path out = folder.resolve("run");
        stopAfterOneStep(Recipe.of(YamlReader.parse(yaml, "small.yaml")), out);
        Files.writeString(data, "{\"prompt\": \"1+1\", \"answer\": \"3\"}\n".repeat(3));

        String message = "data.train (" + data + ") holds other problems than when the run began";
        assertThatThrownBy(() -> run(RunListener.SILENT).resume(out, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> run(RunListener.SILENT).rerun(out, folder.resolve("again")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"masters.f32", "optimizer.safetensors", "loop.json"})
    void resume_truncatedCheckpointFile_isCalledDamaged(String name) throws IOException {
        Path out = folder.resolve("run");
        stopAfterOneStep(recipe, out);
        Path file = out.resolve("checkpoints/step-1").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, whole.length / 2, whole.length - 4}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> run(RunListener.SILENT).resume(out, Optional.empty()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("checkpoint " + file.getParent() + " is damaged (" + name)
                    .hasMessageEndingWith("delete it to resume from the one before");
        }
    }

    @Test
    void resume_evaluationAfterAFullFile_keepsItsSamples() throws SQLException {
        // 25 steps fill a file; the evaluation of step 25 follows, and the checkpoint of step 25 after that.
        String yaml = SmallRun.yaml(folder.resolve("model"))
                .replace("steps: 8", "steps: 27")
                .replace("every: 4", "every: 25")
                .replace("checkpointEvery: 3", "checkpointEvery: 25");
        Recipe longer = Recipe.of(YamlReader.parse(yaml, "longer.yaml"));
        Path whole = folder.resolve("whole");
        run(RunListener.SILENT).start(longer, whole);
        Path cut = folder.resolve("cut");
        assertThatThrownBy(() -> run(killedIn(27, Phase.UPDATE)).start(longer, cut))
                .isInstanceOf(Killed.class);

        run(RunListener.SILENT).resume(cut, Optional.empty());

        assertThat(samples(cut)).isEqualTo(samples(whole));
        assertThat(samples(cut).stream()
                        .filter(r -> r.get(0).equals("25") && r.get(1).equals("greedy")))
                .hasSize(5);
    }
}
