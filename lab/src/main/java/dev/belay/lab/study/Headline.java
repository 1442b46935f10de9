package dev.belay.lab.study;

import dev.belay.lab.study.Verdicts.Finding;
import dev.belay.lab.study.Verdicts.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One sentence on what all arms did: who ended above the base, who below, where nothing is shown or families differ. */
final class Headline {
    private Headline() {}

    static String of(List<StudyResults.Arm> arms, Verdicts verdicts) {
        List<String> families =
                arms.stream().map(StudyResults.Arm::family).distinct().toList();
        Map<String, List<StudyResults.Arm>> byLabel = arms.stream()
                .collect(Collectors.groupingBy(StudyResults.Arm::label, LinkedHashMap::new, Collectors.toList()));
        Map<Kind, List<String>> groups = new TreeMap<>();
        byLabel.values().stream()
                .sorted(Comparator.comparingDouble(Headline::lossOverFamilies))
                .forEach(arm -> groups.computeIfAbsent(kind(arm, verdicts), k -> new ArrayList<>())
                        .add(arm.getFirst().label()));
        String parts = groups.entrySet().stream()
                .map(g -> phrase(g.getKey(), list(g.getValue()), g.getValue().size() == 1, verdicts))
                .collect(Collectors.joining("; "));
        String where =
                families.size() == 1 ? "the " + families.getFirst() + " family" : "the families " + list(families);
        return "On " + where + ", " + parts + ".";
    }

    /** The kind that one arm's changes have on every family. */
    private static Kind kind(List<StudyResults.Arm> arm, Verdicts verdicts) {
        return verdicts.kind(
                arm.stream().map(a -> new Finding(a.family(), a.gain())).toList());
    }

    private static double lossOverFamilies(List<StudyResults.Arm> arm) {
        return -arm.stream().mapToDouble(a -> a.gain().estimate()).average().orElse(Double.NaN);
    }

    private static String phrase(Kind kind, String names, boolean one, Verdicts verdicts) {
        String margin = Verdicts.points(verdicts.margin());
        return switch (kind) {
            case HIGHER -> names + (one ? " ends" : " end") + " above the base";
            case LOWER -> names + (one ? " ends" : " end") + " below the base";
            case SMALL -> names + (one ? " moves" : " move") + " by less than " + margin + " points";
            case UNCHANGED -> names + (one ? " stays" : " stay") + " within " + margin + " points of the base";
            case MIXED -> "for " + names + " it depends on the family";
            case UNCLEAR -> "for " + names + " no change is shown either way";
        };
    }

    static String list(List<String> names) {
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
