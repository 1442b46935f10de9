package dev.belay.lab.study;

import dev.belay.lab.study.Verdicts.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One sentence on what all arms did on the first family: who ended above the base, who below, where nothing is shown. */
final class Headline {
    private Headline() {}

    static String of(List<StudyResults.Arm> arms, Verdicts verdicts) {
        String family = arms.getFirst().family();
        Map<Kind, List<String>> groups = new TreeMap<>();
        arms.stream()
                .filter(a -> a.family().equals(family))
                .sorted(Comparator.comparingDouble(a -> -a.gain().estimate()))
                .forEach(a -> groups.computeIfAbsent(verdicts.kind(a.gain()), k -> new ArrayList<>())
                        .add(a.label()));
        String parts = groups.entrySet().stream()
                .map(g -> phrase(g.getKey(), list(g.getValue()), g.getValue().size() == 1, verdicts))
                .collect(Collectors.joining("; "));
        return "On the " + family + " family, " + parts + ".";
    }

    private static String phrase(Kind kind, String names, boolean one, Verdicts verdicts) {
        String margin = Verdicts.points(verdicts.margin());
        return switch (kind) {
            case HIGHER -> names + (one ? " ends" : " end") + " above the base";
            case LOWER -> names + (one ? " ends" : " end") + " below the base";
            case SMALL -> names + (one ? " moves" : " move") + " by less than " + margin + " points";
            case UNCHANGED -> names + (one ? " stays" : " stay") + " within " + margin + " points of the base";
            default -> "for " + names + " no change is shown either way";
        };
    }

    static String list(List<String> names) {
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
