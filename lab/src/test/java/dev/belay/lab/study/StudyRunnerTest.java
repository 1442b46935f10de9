package dev.belay.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRunnerTest {
    @TempDir
    private Path folder;

    private final SmallStudy.Loader loader = new SmallStudy.Loader();

    @Test
    void run_writesResultsAndOneDirectoryForEachArmAndSeed() {
        Path out = folder.resolve("out");
        StudyResults results = run(StudyListener.SILENT, study().with(List.of("good", "bad"), 2), out);

        for (String family : List.of("good", "bad")) {
            for (String arm : List.of("clean", "random")) {
                for (int seed = 0; seed < 2; seed++) {
                    assertThat(out.resolve("runs/" + family + "/" + arm + "/seed-" + seed + "/run.json"))
                            .exists();
                }
            }
        }
        assertThat(ResultsJson.read(out)).isEqualTo(results);
        assertThat(results.arms()).hasSize(4).allSatisfy(a -> {
            assertThat(a.seeds()).containsExactly(0L, 1L);
            assertThat(a.curve().step()).containsExactly(0, 2, 4);
        });
        assertThat(results.settings().heldOutProblems()).isEqualTo(5);
        assertThat(results.learningRate()).isNotNull();
        assertThat(results.provenance()).containsKey("java");
    }

    @Test
    void run_again_repeatsNothing() {
        Path out = folder.resolve("out");
        StudyResults first = run(StudyListener.SILENT, study(), out);
        int loaded = loader.loaded;
        StudyResults again = run(StudyListener.SILENT, study(), out);
        assertThat(again.arms()).isEqualTo(first.arms());
        assertThat(again.settings().duration()).isEqualTo("0 s, 2 of 2 runs done before");
        assertThat(loader.loaded).isEqualTo(loaded);
    }

    @Test
    void run_afterAKill_goesOnToTheSameResults() {
        StudyResults whole = run(StudyListener.SILENT, study(), folder.resolve("whole"));

        Path out = folder.resolve("killed");
        assertThatThrownBy(() -> runner(new KilledAt(7)).run(study(), out)).hasMessage("killed");
        assertThat(out.resolve(ResultsJson.FILE)).doesNotExist();
        List<Integer> steps = new ArrayList<>();
        StudyResults resumed = run(
                new StudyListener() {
                    @Override
                    public void onProgress(StudyProgress progress) {
                        steps.add(progress.stepsDone());
                    }
                },
                study(),
                out);
        // clean has its 4 steps, random went on from its checkpoint after step 2
        assertThat(steps).containsExactly(7, 8);
        assertThat(resumed.arms()).isEqualTo(whole.arms());
        assertThat(resumed.verdicts()).isEqualTo(whole.verdicts());
    }

    @Test
    void run_otherRecipeInTheFolder_isRefusedBeforeAnyWork() {
        Path out = folder.resolve("out");
        runner(StudyListener.SILENT).run(study(), out);
        int loaded = loader.loaded;
        assertThatThrownBy(() -> runner(StudyListener.SILENT).run(study().set("steps=6"), out))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another version of this study")
                .hasMessageContaining("choose another --out");
        assertThat(loader.loaded).isEqualTo(loaded);
    }

    @Test
    void run_foreignFolder_isRefused() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "important");
        Study study = study();
        assertThatThrownBy(() -> runner(StudyListener.SILENT).run(study, folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not empty and holds no study");
        assertThat(loader.loaded).isZero();
    }

    @Test
    void run_armsWithDifferentLearningRates_areRefused() {
        Study study = study();
        Study uneven = new Study(
                study.plan(),
                study.base(),
                Map.of("random", dev.belay.loop.recipe.YamlReader.parse("optimizer: {learningRate: 1}", "arm")));
        assertThatThrownBy(() -> runner(StudyListener.SILENT).run(uneven, folder.resolve("out")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("share optimizer.learningRate")
                .hasMessageContaining("0.05");
    }

    @Test
    void learningRates_areComparedOnceAndReported() {
        Path out = folder.resolve("out");
        List<StudyResults.Sensitivity> findings = new LearningRates(runner(StudyListener.SILENT)).run(study(), out);
        assertThat(findings).extracting(StudyResults.Sensitivity::learningRate).containsExactly(0.01, 0.05);
        assertThat(run(StudyListener.SILENT, study(), out).sensitivity()).isEqualTo(findings);
    }

    @Test
    void run_askedToStop_leavesACheckpointAndNoResults() {
        Path out = folder.resolve("out");
        StudyListener stop = new StudyListener() {
            @Override
            public boolean stopRequested() {
                return true;
            }
        };
        Study study = study();
        assertThatThrownBy(() -> runner(stop).run(study, out)).isInstanceOf(StudyStopped.class);
        assertThat(out.resolve("runs/good/clean/seed-0/checkpoints/step-1")).exists();
        assertThat(out.resolve("runs/good/random")).doesNotExist();
        assertThat(out.resolve(ResultsJson.FILE)).doesNotExist();
        assertThat(run(StudyListener.SILENT, study(), out).arms()).hasSize(2);
    }

    private StudyResults run(StudyListener listener, Study study, Path out) {
        return runner(listener).run(study, out);
    }

    private Study study() {
        return SmallStudy.in(folder);
    }

    private StudyRunner runner(StudyListener listener) {
        return new StudyRunner(loader, listener, SmallStudy.CLOCK);
    }

    /** Throws after so many steps over all runs, as a killed process stops. */
    private record KilledAt(int step) implements StudyListener {
        @Override
        public void onProgress(StudyProgress progress) {
            if (progress.stepsDone() == step) {
                throw new IllegalStateException("killed");
            }
        }
    }
}
