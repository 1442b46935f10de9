package dev.belay.verify.rules.instruction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which instructions must not be asked of one response, for whoever composes prompts.
 *
 * <p>The reference's table made symmetric: every instruction excludes itself (one set of arguments at a time);
 * JSON, two responses, a fixed answer and repeating the prompt exclude nearly everything; the rest are pairs that cannot
 * or can hardly be met together. {@link EnglishCapital} and {@link EnglishLowercase} with each other are of that kind.
 */
public final class Conflicts {
    private static final Map<String, Set<String>> TABLE = new Conflicts().table();

    private final Map<String, Set<String>> excluded = new HashMap<>();

    private Conflicts() {}

    private Map<String, Set<String>> table() {
        for (String id : Instructions.ids()) {
            exclude(id, List.of(id));
        }
        exclude(
                ResponseLanguage.ID,
                List.of(
                        SectionCount.ID,
                        KeywordExistence.ID,
                        KeywordFrequency.ID,
                        ForbiddenWords.ID,
                        EndPhrase.ID,
                        EnglishCapital.ID,
                        EnglishLowercase.ID));
        exclude(ParagraphCount.ID, List.of(NthParagraphFirstWord.ID, SentenceCount.ID));
        exclude(SectionCount.ID, List.of(HighlightCount.ID));
        exclude(CapitalWordFrequency.ID, List.of(EnglishLowercase.ID, EnglishCapital.ID));
        exclude(EnglishLowercase.ID, List.of(EnglishCapital.ID));
        exclude(Quotation.ID, List.of(Title.ID));
        excludeAllBut(ConstrainedResponse.ID, Set.of());
        excludeAllBut(JsonFormat.ID, Set.of(ForbiddenWords.ID, KeywordExistence.ID));
        excludeAllBut(
                TwoResponses.ID,
                Set.of(ForbiddenWords.ID, KeywordExistence.ID, ResponseLanguage.ID, Title.ID, NoComma.ID));
        excludeAllBut(RepeatPrompt.ID, Set.of(KeywordExistence.ID, Title.ID, NoComma.ID));
        excluded.replaceAll((id, others) -> Set.copyOf(others));
        return Map.copyOf(excluded);
    }

    /**
     * Whether two instructions exclude each other; symmetric, and true for an instruction with itself.
     *
     * @throws IllegalArgumentException for an unknown id
     */
    public static boolean between(String id, String other) {
        Instructions.arguments(other);
        return of(id).contains(other);
    }

    /** Everything an instruction excludes, itself included. */
    public static Set<String> of(String id) {
        Instructions.arguments(id);
        return TABLE.getOrDefault(id, Set.of());
    }

    private void excludeAllBut(String id, Set<String> allowed) {
        exclude(
                id,
                Instructions.ids().stream()
                        .filter(other -> !allowed.contains(other))
                        .toList());
    }

    private void exclude(String id, List<String> others) {
        for (String other : others) {
            excluded.computeIfAbsent(id, key -> new HashSet<>()).add(other);
            excluded.computeIfAbsent(other, key -> new HashSet<>()).add(id);
        }
    }
}
