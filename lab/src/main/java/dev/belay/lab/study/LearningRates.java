package dev.belay.lab.study;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sensitivity of a study to its learning rate: the clean and the random arm at each of some rates, by which the rate
 * of the study is to be chosen (see {@link RateRule}). Its runs lie in {@code learning-rates/RATE} of the study's folder
 * and its findings in {@code learning-rates.json}, from where every later report takes them.
 *
 * @param runner makes the runs
 */
public record LearningRates(StudyRunner runner) {
    private static final String FILE = "learning-rates.json";

    /** Runs what is not there yet, at the rates that the study names. */
    public List<StudyResults.Sensitivity> run(Study study, Path out) {
        StudyPlan plan = study.plan();
        if (plan.learningRates().isEmpty()) {
            throw new InvalidInputException("study " + plan.name() + " names no learningRates to compare");
        }
        List<ArmPlan> arms = List.of(of(plan, ArmKind.CLEAN), of(plan, ArmKind.RANDOM));
        List<StudyResults.Sensitivity> findings = new ArrayList<>();
        for (double rate : plan.learningRates()) {
            Study at = study.only(arms).set("optimizer.learningRate=" + rate);
            Path folder = out.resolve("learning-rates").resolve(RateRule.rate(rate));
            List<PlannedRun> runs = StudyRunner.plan(at, folder);
            runner.carryOut(runs);
            List<RunEvidence> evidence = runs.stream()
                    .map(r -> EvidenceReader.read(r, plan.measure()))
                    .toList();
            plan.run().forEach(f -> findings.add(finding(at.plan(), rate, FamilyEvidence.of(f, evidence))));
        }
        write(out.resolve(FILE), findings);
        return findings;
    }

    /** The findings of an earlier run; empty when there was none. */
    static List<StudyResults.Sensitivity> read(Path out) {
        Path file = out.resolve(FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return ResultsJson.mapper()
                    .readValue(file.toFile(), new TypeReference<List<StudyResults.Sensitivity>>() {});
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + AtomicFile.reason(e), e);
        }
    }

    private static StudyResults.Sensitivity finding(StudyPlan plan, double rate, FamilyEvidence evidence) {
        ArmAnalysis analysis = new ArmAnalysis(plan, evidence);
        StudyResults.Arm clean = analysis.arms().getFirst();
        StudyResults.Arm random = analysis.arms().getLast();
        return new StudyResults.Sensitivity(
                rate, evidence.family(), clean.gain(), random.gain(), RateRule.stayedPut(random));
    }

    private static ArmPlan of(StudyPlan plan, ArmKind kind) {
        return plan.arms().stream()
                .filter(a -> a.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("study " + plan.name() + " has no arm of kind "
                        + kind.name().toLowerCase(java.util.Locale.ROOT) + ", which choosing a learning rate needs"));
    }

    private static void write(Path file, List<StudyResults.Sensitivity> findings) {
        AtomicFile.write(file, ResultsJson.bytes(findings));
    }
}
