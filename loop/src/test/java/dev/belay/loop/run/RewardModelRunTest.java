package dev.belay.loop.run;

import static dev.belay.loop.run.SmallRun.repeatable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.loop.Chatting;
import dev.belay.loop.StepListener.Phase;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.testkit.ScriptedClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose rewards ask a model: when it is opened, that it is closed, what is kept of it. */
class RewardModelRunTest {
    private final SmallRun.Loader loader = new SmallRun.Loader();

    @TempDir
    private Path folder;

    private Path policy;
    private Path judge;

    @BeforeEach
    void makeFolders() {
        policy = SmallRun.modelFolder(folder.resolve("policy"));
        judge = SmallRun.modelFolder(folder.resolve("judge"));
    }

    private Recipe recipe(String more) {
        return Recipe.of(YamlReader.parse(yaml(more), "small.yaml"));
    }

    /** On problems of a file, for a policy that reads conversations as text and a judge that does not. */
    private Recipe onRows(Path data) {
        String text = yaml("").replace("{use: chains, split: train, steps: 2}", "{use: jsonl, path: " + data + "}");
        return Recipe.of(YamlReader.parse(text + "prompts: {form: text}\n", "small.yaml"));
    }

    private String yaml(String more) {
        String rewards = """
              - {use: reward-model, model: %s}
              - {use: reward-model, model: %s, squash: softmax, weight: 0, name: sure%s}
            """.formatted(judge, judge, more);
        return SmallRun.yaml(policy).replaceAll("(?s)  - \\{use: random.*?weight: 0}\n", rewards);
    }

    private TrainingRun run(RunListener listener) {
        return new TrainingRun(loader, listener, SmallRun.CLOCK);
    }

    @Test
    void start_twoRewardsOfOneModel_openItOnceAndCloseIt() throws IOException {
        RunResult result = run(RunListener.SILENT).start(recipe(""), folder.resolve("run"));

        assertThat(loader.classifiers).singleElement().satisfies(model -> {
            assertThat(model.closed()).isTrue();
            // 8 steps of 2 problems with 4 samples, for each of the two rewards
            assertThat(model.seen()).hasSize(2 * 8 * 2 * 4);
        });
        MetricsRow last =
                result.metrics().stream().filter(r -> !r.evaluation()).toList().getLast();
        assertThat(last.values().get("rewards/reward-model/mean")).isPositive();
        assertThat(last.values().get("rewards/sure/mean")).isBetween(0.5, 1.0);
        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve("run/run.json").toFile())
                .path("rewardModels")
                .path(judge.toString());
        assertThat(json.path("folder").asText()).isEqualTo(judge.toString());
        assertThat(json.at("/sha256/config.json").asText())
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void start_runThatFails_closesTheModel() {
        RunListener failing = new RunListener() {
            @Override
            public void onPhase(int step, Phase phase) {
                if (step == 2) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        assertThatThrownBy(() -> run(failing).start(recipe(""), folder.resolve("run")))
                .hasMessage("killed");
        assertThat(loader.classifiers).singleElement().matches(ScriptedClassifier::closed);
    }

    @Test
    void start_optionsThatDoNotSuitTheModel_stopBeforeAnyWork() {
        Path out = folder.resolve("run");
        assertThatThrownBy(() -> run(RunListener.SILENT).start(recipe(", label: 2"), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 2 labels [long, short]; label must be below that, got 2");
        assertThat(out).doesNotExist();
        assertThat(loader.classifiers).singleElement().matches(ScriptedClassifier::closed);
        assertThat(loader.classifiers.getFirst().seen()).isEmpty();
    }

    @Test
    void start_promptThatTheJudgesTemplateRefuses_isFoundBeforeTheRun() throws IOException {
        loader.judgesTokenizer = new Chatting("system");
        String user = "{\"role\": \"user\", \"content\": \"1+1?\"}";
        String row = "{\"prompt\": [%s], \"answer\": \"2\"}\n";
        Path data = Files.writeString(
                folder.resolve("rows.jsonl"),
                row.formatted(user) + row.formatted("{\"role\": \"system\", \"content\": \"be brief\"}, " + user));
        Path out = folder.resolve("run");
        assertThatThrownBy(() -> run(RunListener.SILENT).start(onRows(data), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(data + ":2: rewards[0] (reward-model): " + judge
                        + " cannot read the prompt: the chat template takes no system turn");
        assertThat(out).doesNotExist();
    }

    @Test
    void start_modelThatIsNotThere_isNamed() throws IOException {
        Files.delete(judge.resolve("config.json"));
        assertThatThrownBy(() -> run(RunListener.SILENT).start(recipe(""), folder.resolve("run")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("rewards[0] (reward-model): model " + judge + ": there is no config.json");
    }

    @Test
    void resume_sameModel_endsAsIfNothingHappened() {
        List<MetricsRow> expected = run(RunListener.SILENT)
                .start(recipe(""), folder.resolve("whole"))
                .metrics();
        Path cut = folder.resolve("cut");
        run(stopping()).start(recipe(""), cut);
        RunResult resumed = run(RunListener.SILENT).resume(cut, Optional.empty());
        assertThat(repeatable(resumed.metrics())).isEqualTo(repeatable(expected));
        assertThat(loader.classifiers).hasSize(3).allMatch(ScriptedClassifier::closed);
    }

    @Test
    void resume_modelThatChanged_isRefused() throws IOException {
        Path cut = folder.resolve("cut");
        run(stopping()).start(recipe(""), cut);
        Files.writeString(judge.resolve("config.json"), "{ }");
        assertThatThrownBy(() -> run(RunListener.SILENT).resume(cut, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(judge.resolve("config.json") + " is not the file this run began with");
    }

    private static RunListener stopping() {
        return new RunListener() {
            @Override
            public boolean stopRequested() {
                return true;
            }
        };
    }

    @Test
    void rerun_asksTheSameModel() {
        run(RunListener.SILENT).start(recipe(""), folder.resolve("run"));
        RunComparison comparison = run(RunListener.SILENT).rerun(folder.resolve("run"), folder.resolve("again"));
        assertThat(comparison.same()).isTrue();
        assertThat(loader.judges).containsExactly(judge, judge);
    }

    @Test
    void rerun_rewardModelThatChanged_isSaid() throws IOException {
        run(RunListener.SILENT).start(recipe(""), folder.resolve("run"));
        List<String> notices = new ArrayList<>();
        RunListener hearing = new RunListener() {
            @Override
            public void onNotice(String sentence) {
                notices.add(sentence);
            }
        };
        run(hearing).rerun(folder.resolve("run"), folder.resolve("again"));
        assertThat(notices).noneMatch(sentence -> sentence.contains("is not the file of the first run"));
        Files.writeString(judge.resolve("config.json"), "{ }");
        run(hearing).rerun(folder.resolve("run"), folder.resolve("third"));
        assertThat(notices)
                .contains("the reward model " + judge + ": its config.json is not the file of the first run");
    }

    @Test
    void recipe_truthThatAsksAModel_isRefused() {
        String text = SmallRun.yaml(policy) + "truth: {use: reward-model, model: x}\n";
        assertThatThrownBy(() -> Recipe.of(YamlReader.parse(text, "small.yaml")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("truth must be a check that asks no model")
                .hasMessageContaining("got reward-model");
    }

    @Test
    void loader_thatOpensNoClassifiers_saysSo() {
        ModelLoader plain = new ModelLoader() {
            @Override
            public LanguageModel load(Path model, Dtype dtype, Device device) {
                return loader.load(model, dtype, device);
            }
        };
        TrainingRun run = new TrainingRun(plain, RunListener.SILENT, SmallRun.CLOCK);
        assertThatThrownBy(() -> run.start(recipe(""), folder.resolve("run")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("classifiers cannot be opened here");
    }
}
