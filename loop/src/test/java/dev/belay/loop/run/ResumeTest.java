package dev.belay.loop.run;

import static dev.belay.loop.run.SmallRun.repeatable;
import static dev.belay.loop.run.SmallRun.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.LoopState;
import dev.belay.loop.StepListener.Phase;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.testkit.TableClassifier;
import dev.belay.testkit.TableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped, killed or damaged, and taken up again. */
class ResumeTest {
    private final SmallRun.Loader loader = new SmallRun.Loader();

    @TempDir
    private Path folder;

    private Recipe recipe;

    @BeforeEach
    void readRecipe() {
        recipe = SmallRun.recipe(SmallRun.modelFolder(folder.resolve("model")));
    }

    private static final RunListener STOPPING = new RunListener() {
        @Override
        public boolean stopRequested() {
            return true;
        }
    };

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

    private void stopAfterOneStep(Recipe what, Path out) {
        run(STOPPING).start(what, out);
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
        assertThat(SmallRun.events(cut)).isEqualTo(SmallRun.events(whole));
        assertThat(Disk.list(cut.resolve("checkpoints")).stream()
                        .map(p -> p.getFileName().toString()))
                .containsExactly("step-6", "step-8");
    }

    @Test
    void resume_withoutACheckpoint_saysThatTheRunBeginsAnew() {
        Path cut = folder.resolve("cut");
        assertThatThrownBy(() -> run(killedIn(1, Phase.UPDATE)).start(recipe, cut))
                .isInstanceOf(Killed.class);
        List<String> notices = new ArrayList<>();
        run(new RunListener() {
                    @Override
                    public void onNotice(String sentence) {
                        notices.add(sentence);
                    }
                })
                .resume(cut, Optional.empty());
        assertThat(notices).contains(cut + " has no whole checkpoint yet; the run begins anew, at step 1");
    }

    /** What a killed process leaves: half a line, half a frame, an unfinished checkpoint and an unfinished table. */
    private static void leaveHalfWrittenFiles(Path run) throws IOException {
        Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":4,\"rew", StandardOpenOption.APPEND);
        Files.write(Disk.list(run.resolve("tensorboard")).getFirst(), new byte[] {9, 0, 0}, StandardOpenOption.APPEND);
        Files.createDirectories(run.resolve("checkpoints/step-99.part"));
        Files.writeString(run.resolve("rollouts/steps-000099-000099.parquet.part"), "PAR");
    }

    @Test
    void resume_afterStopRequested_startsFromACheckpointToResumeFrom() throws SQLException {
        Path whole = folder.resolve("whole");
        List<MetricsRow> expected = run(RunListener.SILENT).start(recipe, whole).metrics();
        float[] weights = loader.lastWeights();
        Path stopped = folder.resolve("stopped");
        run(STOPPING).start(recipe, stopped);

        assertThat(MetricsLog.read(stopped.resolve("metrics.jsonl")).getLast().step())
                .isEqualTo(1);
        assertThat(repeatable(run(RunListener.SILENT)
                        .resume(stopped, Optional.empty())
                        .metrics()))
                .isEqualTo(repeatable(expected));
        assertThat(loader.lastWeights()).isEqualTo(weights);
        assertThat(samples(stopped)).isEqualTo(samples(whole));
    }

    /** What a half of a checkpoint holds of the disk counts as free when the run asks whether the others fit. */
    @Test
    void resume_unfinishedCheckpoint_isGoneBeforeThePlan() throws IOException {
        Path stopped = folder.resolve("stopped");
        stopAfterOneStep(recipe, stopped);
        leaveHalfWrittenFiles(stopped);
        List<Path> found = new ArrayList<>();
        RunListener looking = new RunListener() {
            @Override
            public void onPlan(RunPlan plan) {
                found.addAll(Disk.list(stopped.resolve("checkpoints")));
            }
        };
        run(looking).resume(stopped, Optional.empty());
        assertThat(found).containsExactly(stopped.resolve("checkpoints/step-1"));
    }

    @Test
    void resume_actorCritic_valueModelGoesOnToo() throws IOException {
        String yaml = SmallRun.yaml(folder.resolve("model"))
                + "credit: {use: gae, critic: {learningRate: 0.05, updatesPerStep: 2, warmupSteps: 2}}\n";
        Recipe ppo = Recipe.of(YamlReader.parse(yaml, "ppo.yaml"));
        Path whole = folder.resolve("whole");
        run(RunListener.SILENT).start(ppo, whole);
        float[] policy = loader.lastWeights();
        float[] values = loader.critics.getLast().weights();

        Path stopped = folder.resolve("stopped");
        assertThatThrownBy(() -> run(killedIn(5, Phase.UPDATE)).start(ppo, stopped))
                .isInstanceOf(Killed.class);
        run(RunListener.SILENT).resume(stopped, Optional.empty());

        assertThat(loader.lastWeights()).isEqualTo(policy);
        assertThat(loader.critics.getLast().weights()).isEqualTo(values).isNotEqualTo(new float[values.length]);
        assertThat(loader.critics).allMatch(TableClassifier::closed);
        assertThat(loader.criticsAsked)
                .containsOnly(List.of(
                        folder.resolve("model"),
                        Dtype.AUTO,
                        Device.CPU,
                        RandomKey.of(5).child("critic")));
        assertThat(repeatable(MetricsLog.read(stopped.resolve("metrics.jsonl"))))
                .isEqualTo(repeatable(MetricsLog.read(whole.resolve("metrics.jsonl"))));
        assertThat(RunComparison.of(RunDirectory.open(whole), RunDirectory.open(stopped))
                        .same())
                .isTrue();

        Path state = Disk.list(stopped.resolve("checkpoints")).getLast().resolve(Checkpoints.CRITIC_STATE);
        Files.writeString(state, "something else");
        assertThat(RunComparison.of(RunDirectory.open(whole), RunDirectory.open(stopped))
                        .same())
                .isFalse();
        assertThatThrownBy(() -> run(RunListener.SILENT).resume(stopped, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("critic-state.safetensors: its CRC-32C");
        Files.delete(state);
        assertThatThrownBy(() -> run(RunListener.SILENT).resume(stopped, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is damaged (critic-state.safetensors: it is missing); delete it to resume");
    }

    @Test
    void checkpoint_thatCannotBeWritten_leavesNothingBehind() {
        TableModel model = (TableModel) loader.load(folder, Dtype.AUTO, Device.CPU);
        LanguageModel onAFullDisk = (LanguageModel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {LanguageModel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("saveTrainingState")) {
                        Files.writeString((Path) arguments[0], "half of it");
                        throw new UncheckedIOException(new IOException("No space left on device"));
                    }
                    return method.invoke(model, arguments);
                });
        Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"));
        assertThatThrownBy(() -> checkpoints.write(onAFullDisk, null, new LoopState(1, 2, 3, Map.of()), 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no space left");
        assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
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
    void resume_changedModelFile_isRefused() throws IOException {
        Path out = folder.resolve("run");
        stopAfterOneStep(recipe, out);
        Files.writeString(folder.resolve("model/config.json"), "{ }");

        assertThatThrownBy(() -> run(RunListener.SILENT).resume(out, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(folder.resolve("model/config.json") + " is not the file this run began with");
    }

    @Test
    void resumeAndRerun_oneOfManyProblemsChanged_areRefused() throws IOException {
        Path data = folder.resolve("train.jsonl");
        Files.writeString(data, "{\"prompt\": \"1+1\", \"answer\": \"2\"}\n".repeat(1500));
        String yaml = SmallRun.yaml(folder.resolve("model"))
                .replace("{use: chains, split: train, steps: 2}", "{use: jsonl, path: " + data + "}");
        Path out = folder.resolve("run");
        stopAfterOneStep(Recipe.of(YamlReader.parse(yaml, "small.yaml")), out);
        String last = "{\"prompt\": \"1+1\", \"answer\": \"3\"}\n";
        Files.writeString(data, last.replace('3', '2').repeat(1499) + last);

        String message = "data.train (" + data + ") holds other problems than when the run began";
        assertThatThrownBy(() -> run(RunListener.SILENT).resume(out, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> run(RunListener.SILENT).rerun(out, folder.resolve("again")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"training-state.safetensors", "loop.json"})
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
    void resume_changedByteInACheckpoint_isCalledDamaged() throws IOException {
        Path out = folder.resolve("run");
        stopAfterOneStep(recipe, out);
        Path file = out.resolve("checkpoints/step-1/training-state.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> run(RunListener.SILENT).resume(out, Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is damaged (training-state.safetensors: its CRC-32C is ");
    }
}
