package dev.belay.lab.study;

import dev.belay.loop.run.Checkpoints;
import dev.belay.loop.run.ModelLoader;
import dev.belay.loop.run.Recipe;
import dev.belay.loop.run.RunDirectory;
import dev.belay.loop.run.RunJson;
import dev.belay.loop.run.TrainingRun;
import dev.belay.model.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out a study: one run after the other, each in its own directory. Started again on the same folder it repeats
 * no finished run and goes on with the one that was stopped.
 *
 * @param loader opens models
 * @param listener hears how it goes
 * @param clock for estimates of what is left and the duration in the results
 */
public record StudyRunner(ModelLoader loader, StudyListener listener, InstantSource clock) {
    /**
     * Runs what is not there yet and writes {@code results.json}.
     *
     * @param out new, empty, or the folder of an earlier start of this study
     * @throws StudyStopped when the listener asked for it
     * @throws InvalidInputException before any work when a recipe is not acceptable, arms cannot be compared, or the
     *     folder holds something else
     */
    public StudyResults run(Study study, Path out) {
        Instant begin = clock.instant();
        List<PlannedRun> runs = plan(study, out);
        long found = runs.stream().filter(StudyRunner::finished).count();
        carryOut(runs);
        StudyPlan plan = study.plan();
        Recipe recipe = runs.getFirst().recipe();
        List<RunEvidence> evidence =
                runs.stream().map(r -> EvidenceReader.read(r, plan.measure())).toList();
        StudyResults results = new StudyAnalysis(plan, evidence)
                .results(
                        recipe.optimizer().learningRate(),
                        LearningRates.read(out),
                        measured(plan.measure(), recipe),
                        duration(Duration.between(begin, clock.instant()))
                                + (found == 0 ? "" : ", " + found + " of " + runs.size() + " runs done before"),
                        Provenance.of(runs));
        ResultsJson.write(out, results);
        return results;
    }

    /** Every run of the study, in the order in which they are made; all recipes are checked. */
    public static List<PlannedRun> plan(Study study, Path out) {
        List<PlannedRun> runs = new ArrayList<>();
        for (long seed = 0; seed < study.plan().seeds(); seed++) {
            for (String family : study.plan().run()) {
                for (ArmPlan arm : study.plan().arms()) {
                    runs.add(PlannedRun.of(study, arm.name(), family, seed, out));
                }
            }
        }
        ComparableRuns.require(runs, study.plan().measure());
        requireOwn(out);
        runs.forEach(StudyRunner::requireSameRecipe);
        return runs;
    }

    /** Makes the runs that are not finished. */
    void carryOut(List<PlannedRun> runs) {
        listener.onPlan(
                runs.size(), (int) runs.stream().filter(StudyRunner::finished).count());
        StudyClock time = new StudyClock(clock, runs);
        for (int i = 0; i < runs.size(); i++) {
            PlannedRun run = runs.get(i);
            if (finished(run)) {
                continue;
            }
            TrainingRun training =
                    new TrainingRun(loader, new RunRelay(listener, run, i + 1, runs.size(), time), clock);
            if (begun(run)) {
                training.resume(run.folder(), Optional.of(run.recipe()));
            } else {
                training.start(run.recipe(), run.folder());
            }
            if (!finished(run)) {
                throw new StudyStopped(run);
            }
        }
    }

    /** Whether the run's last checkpoint, which is written after everything else, is there. */
    static boolean finished(PlannedRun run) {
        Checkpoints checkpoints = new RunDirectory(run.folder()).checkpoints();
        return begun(run)
                && checkpoints
                        .latest()
                        .map(c -> c.getFileName()
                                .toString()
                                .equals("step-" + run.recipe().steps()))
                        .orElse(false);
    }

    private static boolean begun(PlannedRun run) {
        return Files.exists(new RunDirectory(run.folder()).runJson());
    }

    private static void requireOwn(Path out) {
        boolean other = Files.exists(out) && (!Files.isDirectory(out) || (!holdsStudy(out) && !empty(out)));
        if (other) {
            throw new InvalidInputException(out + " is not empty and holds no study; choose another --out");
        }
    }

    private static boolean holdsStudy(Path out) {
        return Files.isDirectory(out.resolve("runs")) || Files.isDirectory(out.resolve("learning-rates"));
    }

    private static boolean empty(Path folder) {
        String[] names = folder.toFile().list();
        return names != null && names.length == 0;
    }

    private static void requireSameRecipe(PlannedRun run) {
        if (begun(run)
                && !RunJson.recipe(new RunDirectory(run.folder()).runJson()).equals(run.recipe())) {
            throw new InvalidInputException(run.folder() + " holds the run \"" + run.title()
                    + "\" of another version of this study: its recipe differs; choose another --out");
        }
    }

    static String measured(Measure measure, Recipe recipe) {
        return measure == Measure.GREEDY
                ? "one answer each at temperature 0"
                : "the mean of " + recipe.evaluate().samplesPerProblem() + " answers each at temperature "
                        + recipe.evaluate().temperature();
    }

    static String duration(Duration time) {
        return time.toMinutes() == 0
                ? time.toSeconds() + " s"
                : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
}
