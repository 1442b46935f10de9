package dev.belay.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What cannot be concluded from a study, worked out from how it was run. */
record StudyNotes(StudyPlan plan, int seeds, int problems, int dropped) {
    private static final int FEW_PROBLEMS = 100;

    List<String> all(List<StudyResults.Verdict> verdicts) {
        List<String> notes = new ArrayList<>();
        if (seeds == 1) {
            notes.add(
                    "Every arm was run with one seed. The intervals say how far accuracy would move on other problems, "
                            + "not how far another seed would have landed; under uninformative rewards that second distance is often "
                            + "the larger one. Use --seeds 5 before believing a small difference.");
        } else if (seeds < 5) {
            notes.add("With " + seeds + " seeds the spread between seeds is itself poorly known, and the intervals are "
                    + "somewhat too narrow.");
        }
        if (plan.run().size() == 1) {
            notes.add(
                    "Only one family of base models was run. What a reward does depends on what the base model already "
                            + "knows, so nothing here carries over to other models by itself; the word \u201cimproves\u201d is "
                            + "withheld for that reason.");
        }
        if (problems < FEW_PROBLEMS) {
            notes.add(
                    "Only " + problems + " held-out problems were used. On so few a bootstrap interval is too narrow, "
                            + "above all where nearly every answer is wrong or nearly every answer is right.");
        }
        controls(notes);
        long n = verdicts.size();
        notes.add(String.format(
                Locale.ROOT,
                "The %d verdicts rest on intervals of %.0f\u00a0%% each, not adjusted for their number: were nothing true, "
                        + "about %.1f of them would still exclude zero.",
                n,
                100 * plan.level(),
                n * (1 - plan.level())));
        if (dropped > 0) {
            notes.add(dropped + " held-out problems could not be graded in some evaluation and were left out of all.");
        }
        notes.addAll(plan.notes());
        return notes;
    }

    private void controls(List<String> notes) {
        List<ArmKind> kinds = plan.arms().stream().map(ArmPlan::kind).toList();
        if (!kinds.contains(ArmKind.RANDOM)) {
            notes.add(
                    "There is no random arm, so what the length of the steps does without any information is unknown.");
        }
        if (!kinds.contains(ArmKind.FORMAT)) {
            notes.add("There is no format-only arm, so a gain may be one of form: boxing, stopping, being readable.");
        }
    }
}
