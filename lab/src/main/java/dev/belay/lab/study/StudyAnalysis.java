package dev.belay.lab.study;

import dev.belay.lab.study.Verdicts.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From finished runs to results: intervals, comparisons, the check of the learning rate, verdicts and what cannot be
 * concluded. A pure function of its input.
 *
 * @param plan the study with the families and seeds that were run
 * @param evidence one for each arm, family and seed
 */
record StudyAnalysis(StudyPlan plan, List<RunEvidence> evidence) {
    /**
     * @param learningRate shared by all arms
     * @param compared findings at several learning rates; empty when none were compared
     * @param measured how accuracy was measured, in words
     * @param duration wall-clock of the study, in words
     */
    StudyResults results(
            double learningRate,
            List<StudyResults.Sensitivity> compared,
            String measured,
            String duration,
            Map<String, Object> provenance) {
        List<ArmAnalysis> families = plan.run().stream()
                .map(f -> new ArmAnalysis(plan, FamilyEvidence.of(f, evidence)))
                .toList();
        List<StudyResults.Arm> arms =
                families.stream().flatMap(f -> f.arms().stream()).toList();
        int seeds = fewestSeeds(arms);
        Verdicts words = new Verdicts(plan.margin(), seeds);
        List<StudyResults.Verdict> verdicts = new ArrayList<>(changes(arms, words));
        plan.claims().forEach(claim -> verdicts.add(claim(claim, families, words)));
        FamilyEvidence first = families.getFirst().evidence();
        return new StudyResults(
                plan.name(),
                plan.title(),
                plan.question(),
                Headline.of(arms, words),
                new StudyResults.Settings(
                        evidence.getFirst().lastStep(),
                        seeds,
                        learningRate,
                        first.problems().size(),
                        measured,
                        plan.level(),
                        plan.draws(),
                        plan.margin(),
                        duration),
                families.stream().map(ArmAnalysis::family).toList(),
                arms,
                comparisons(families),
                verdicts,
                RateRule.check(arms, learningRate, compared).orElse(null),
                compared,
                new StudyNotes(
                                plan,
                                seeds,
                                first.problems().size(),
                                families.stream()
                                        .mapToInt(f -> f.evidence().dropped())
                                        .sum())
                        .all(verdicts),
                provenance);
    }

    private static int fewestSeeds(List<StudyResults.Arm> arms) {
        return arms.stream().mapToInt(a -> a.seeds().size()).min().orElse(1);
    }

    /** One verdict an arm: its change from the base on every family. */
    private List<StudyResults.Verdict> changes(List<StudyResults.Arm> arms, Verdicts words) {
        return plan.arms().stream()
                .map(plan -> {
                    List<Finding> findings = arms.stream()
                            .filter(a -> a.name().equals(plan.name()))
                            .map(a -> new Finding(a.family(), a.gain()))
                            .toList();
                    return verdict("Change from the base", plan.name(), Verdicts.BASE, findings, words, true);
                })
                .toList();
    }

    private StudyResults.Verdict claim(ClaimPlan claim, List<ArmAnalysis> families, Verdicts words) {
        List<Finding> findings = families.stream()
                .map(f -> new Finding(f.evidence().family(), f.difference(claim.arm(), claim.against())))
                .toList();
        String against = claim.against().equals(StudyPlan.BASE) ? Verdicts.BASE : subject(claim.against());
        return verdict(claim.claim(), claim.arm(), against, findings, words, false);
    }

    private StudyResults.Verdict verdict(
            String claim, String arm, String against, List<Finding> findings, Verdicts words, boolean primary) {
        return new StudyResults.Verdict(
                claim,
                arm,
                findings.stream().map(Finding::family).toList(),
                words.kind(findings).word(),
                words.sentence(subject(arm), against, findings),
                primary);
    }

    private String subject(String arm) {
        return "the " + plan.arm(arm).label() + " arm";
    }

    /** Every pair of arms on every family, later arm less earlier one. */
    private List<StudyResults.Comparison> comparisons(List<ArmAnalysis> families) {
        List<String> names = plan.arms().stream().map(ArmPlan::name).toList();
        return families.stream()
                .flatMap(f -> IntStream.range(0, names.size())
                        .boxed()
                        .flatMap(i -> IntStream.range(0, i)
                                .mapToObj(j -> new StudyResults.Comparison(
                                        names.get(i),
                                        names.get(j),
                                        f.evidence().family(),
                                        f.difference(names.get(i), names.get(j))))))
                .toList();
    }
}
