package dev.belay.loop.run;

import static dev.belay.loop.run.SmallRun.repeatable;
import static dev.belay.loop.run.SmallRun.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.loop.StepRecord;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    private final SmallRun.Loader loader = new SmallRun.Loader();

    @TempDir
    private Path folder;

    private Recipe recipe;

    @BeforeEach
    void readRecipe() {
        recipe = SmallRun.recipe(SmallRun.modelFolder(folder.resolve("model")));
    }

    private TrainingRun run(RunListener listener) {
        return new TrainingRun(loader, listener, SmallRun.CLOCK);
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

    @Test
    void start_folderWithRun_isRefusedAndLeftAlone() throws IOException {
        Path out = folder.resolve("run");
        run(RunListener.SILENT).start(recipe, out);
        String metrics = Files.readString(out.resolve("metrics.jsonl"));

        assertThatThrownBy(() -> run(RunListener.SILENT).start(recipe, out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(out + " already holds a run; choose another --out, or continue it: ./belay train --resume "
                        + out);
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

    /** The small run's recipe on rows of these prompts, which are {@code TableModel}'s tokens byte by byte. */
    private Recipe onRows(String which, String more, String... prompts) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String prompt : prompts) {
            rows.append("{\"prompt\": \"" + prompt + "\", \"answer\": \"1\"}\n");
        }
        Path data = Files.writeString(folder.resolve("rows.jsonl"), rows);
        String yaml = SmallRun.yaml(folder.resolve("model"))
                .replace("{use: chains, split: " + which + ", steps: 2", "{use: jsonl, path: " + data);
        return Recipe.of(YamlReader.parse(yaml + more, "rows.yaml"));
    }

    private static final String TOO_LONG = "x".repeat(SmallRun.CONTEXT);

    @Test
    void start_promptsThatAreTooLong_areFoundBeforeTheRun() throws IOException {
        Path out = folder.resolve("run");
        for (String which : List.of("train", "test")) {
            Recipe broken = onRows(which, "", "a", TOO_LONG, "b", TOO_LONG + "y");

            assertThatThrownBy(() -> run(RunListener.SILENT).start(broken, out))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith(folder.resolve("rows.jsonl") + ":2: a prompt has " + SmallRun.CONTEXT
                            + " tokens and leaves no room in the context of " + SmallRun.CONTEXT
                            + "; shorten it, or set prompts.tooLong to truncate")
                    .hasMessageEndingWith("also refused: " + folder.resolve("rows.jsonl") + ":4");
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void start_completionsAsLongAsTheContext_areRefused() {
        for (String key : List.of("rollout: {use: plain, maxNewTokens: ", "evaluate: {maxNewTokens: ")) {
            String base = SmallRun.yaml(folder.resolve("model")).replaceAll("(?m)^(rollout|evaluate):.*\n", "");
            Recipe refused = Recipe.of(YamlReader.parse(base + key + SmallRun.CONTEXT + "}\n", "long.yaml"));
            assertThatThrownBy(() -> run(RunListener.SILENT).start(refused, folder.resolve("run")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("below the model's context of " + SmallRun.CONTEXT)
                    .hasMessageEndingWith("got " + SmallRun.CONTEXT);
            assertThat(folder.resolve("run")).doesNotExist();
        }
    }

    @Test
    void start_heldOutPromptBehindTheLimit_isNobodysProblem() throws IOException {
        Recipe fits = onRows("test", "", "a", "b", "c", "d", "e", TOO_LONG); // limit: 5
        assertThat(run(RunListener.SILENT).start(fits, folder.resolve("run")).metrics())
                .isNotEmpty();
    }

    @Test
    void start_tooLongAndTruncate_runsAndSaysHowMany() throws IOException {
        List<String> notices = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        Recipe cut = onRows("train", "prompts: {tooLong: truncate}\n", "a", TOO_LONG, "b");
        run(new RunListener() {
                    @Override
                    public void onNotice(String sentence) {
                        notices.add(sentence);
                    }

                    @Override
                    public void onCheckingPrompts(String kind, int done, int total) {
                        checks.add(kind + " " + done + "/" + total);
                    }
                })
                .start(cut, folder.resolve("run"));

        assertThat(notices)
                .contains("1 of 3 training prompts leave no room in the context and are cut to their end"
                        + " (prompts.tooLong: truncate)");
        assertThat(checks).containsExactly("training 0/3", "training 3/3", "held-out 0/5", "held-out 5/5");
    }

    /** A model that says it trains more numbers than any disk has bytes. */
    private static LanguageModel huge(LanguageModel model) {
        return (LanguageModel) Proxy.newProxyInstance(
                LanguageModel.class.getClassLoader(),
                new Class<?>[] {LanguageModel.class},
                (_, method, arguments) ->
                        method.getName().equals("trainedCount") ? 1L << 60 : method.invoke(model, arguments));
    }

    @Test
    void start_checkpointsThatCannotFit_areRefusedBeforeTheRun() {
        Path out = folder.resolve("run");
        ModelLoader tooLarge = (path, dtype, device) -> huge(loader.load(path, dtype, device));

        assertThatThrownBy(() -> new TrainingRun(tooLarge, RunListener.SILENT, SmallRun.CLOCK).start(recipe, out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 at a time")
                .hasMessageContaining("the disk of " + out + " has ");
        assertThat(out).doesNotExist();
    }

    @Test
    void start_tiedGroups_areExplainedOnceThenCounted() {
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

        assertThat(notices).hasSize(2);
        assertThat(notices.getFirst())
                .startsWith("step 1: within every group all rewards are equal, so this step taught nothing;");
        assertThat(notices.getLast())
                .isEqualTo("8 of 8 steps taught nothing, all rewards being equal within every group");
    }

    /** The reward itself as the advantage: equal rewards teach too. */
    @Test
    void start_tiedGroupsOfARuleThatDoesNotCompareThem_areNotSaidToTeachNothing() {
        List<String> notices = new ArrayList<>();
        String yaml = SmallRun.yaml(folder.resolve("model"))
                        .replace(
                                "{use: random, noise: [{use: flip, probability: 0.2, scope: sample}]}",
                                "{use: random, probability: 1}")
                + "credit: none\n";
        run(new RunListener() {
                    @Override
                    public void onNotice(String sentence) {
                        notices.add(sentence);
                    }
                })
                .start(Recipe.of(YamlReader.parse(yaml, "tied.yaml")), folder.resolve("run"));
        assertThat(notices).isEmpty();
    }
}
