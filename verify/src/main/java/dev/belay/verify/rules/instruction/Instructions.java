package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.language.Language;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registry: official id and arguments in, {@link Instruction} out. */
public final class Instructions {
    private static final Map<String, Entry> ENTRIES = entries();

    private record Entry(String id, Function<Arguments, Instruction> builder, List<String> arguments) {}

    private Instructions() {}

    /**
     * Builds an instruction from a row of the official data.
     *
     * @param id one of {@link #ids()}
     * @param arguments official argument names to texts, whole numbers or lists of texts; null values are ignored
     * @throws IllegalArgumentException for an unknown id or argument, a missing one, or a value it cannot have
     */
    public static Instruction build(String id, Map<String, ? extends @Nullable Object> arguments) {
        Entry entry = find(id);
        return entry.builder.apply(new Arguments(id, entry.arguments, arguments));
    }

    /** The 25 official ids. */
    public static SequencedSet<String> ids() {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(ENTRIES.keySet()));
    }

    /**
     * The argument names of an instruction, in official order.
     *
     * @throws IllegalArgumentException for an unknown id
     */
    public static List<String> arguments(String id) {
        return find(id).arguments;
    }

    private static Entry find(String id) {
        Entry entry = ENTRIES.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("unknown instruction \"" + id + "\""
                    + Suggestion.among(id, ENTRIES.keySet()) + "; choices: " + String.join(", ", ENTRIES.keySet()));
        }
        return entry;
    }

    private static Map<String, Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Stream.of(words(), lengths(), contents(), wholes())
                .flatMap(List::stream)
                .forEach(entry -> entries.put(entry.id, entry));
        return Collections.unmodifiableMap(entries);
    }

    private static Entry entry(String id, Function<Arguments, Instruction> builder, String... arguments) {
        return new Entry(id, builder, List.of(arguments));
    }

    private static List<Entry> words() {
        return List.of(
                entry(KeywordExistence.ID, a -> new KeywordExistence(a.texts("keywords")), "keywords"),
                entry(
                        KeywordFrequency.ID,
                        a -> new KeywordFrequency(a.text("keyword"), a.integer("frequency"), a.relation("relation")),
                        "keyword",
                        "frequency",
                        "relation"),
                entry(ForbiddenWords.ID, a -> new ForbiddenWords(a.texts("forbidden_words")), "forbidden_words"),
                entry(
                        LetterFrequency.ID,
                        a -> new LetterFrequency(
                                a.text("letter"), a.integer("let_frequency"), a.relation("let_relation")),
                        "letter",
                        "let_frequency",
                        "let_relation"),
                entry(
                        CapitalWordFrequency.ID,
                        a -> new CapitalWordFrequency(a.integer("capital_frequency"), a.relation("capital_relation")),
                        "capital_frequency",
                        "capital_relation"));
    }

    private static List<Entry> lengths() {
        return List.of(
                entry(
                        SentenceCount.ID,
                        a -> new SentenceCount(a.integer("num_sentences"), a.relation("relation")),
                        "num_sentences",
                        "relation"),
                entry(ParagraphCount.ID, a -> new ParagraphCount(a.integer("num_paragraphs")), "num_paragraphs"),
                entry(
                        WordCount.ID,
                        a -> new WordCount(a.integer("num_words"), a.relation("relation")),
                        "num_words",
                        "relation"),
                entry(
                        NthParagraphFirstWord.ID,
                        a -> new NthParagraphFirstWord(
                                a.integer("num_paragraphs"), a.integer("nth_paragraph"), a.text("first_word")),
                        "num_paragraphs",
                        "nth_paragraph",
                        "first_word"));
    }

    private static List<Entry> contents() {
        return List.of(
                entry(
                        PlaceholderCount.ID,
                        a -> new PlaceholderCount(a.integer("num_placeholders")),
                        "num_placeholders"),
                entry(Postscript.ID, a -> new Postscript(a.text("postscript_marker")), "postscript_marker"),
                entry(BulletCount.ID, a -> new BulletCount(a.integer("num_bullets")), "num_bullets"),
                entry(ConstrainedResponse.ID, a -> new ConstrainedResponse()),
                entry(HighlightCount.ID, a -> new HighlightCount(a.integer("num_highlights")), "num_highlights"),
                entry(
                        SectionCount.ID,
                        a -> new SectionCount(a.text("section_spliter"), a.integer("num_sections")),
                        "section_spliter",
                        "num_sections"),
                entry(Title.ID, a -> new Title()));
    }

    private static List<Entry> wholes() {
        return List.of(
                entry(ResponseLanguage.ID, a -> new ResponseLanguage(Language.of(a.text("language"))), "language"),
                entry(JsonFormat.ID, a -> new JsonFormat()),
                entry(TwoResponses.ID, a -> new TwoResponses()),
                entry(RepeatPrompt.ID, a -> new RepeatPrompt(a.text("prompt_to_repeat")), "prompt_to_repeat"),
                entry(EndPhrase.ID, a -> new EndPhrase(a.text("end_phrase")), "end_phrase"),
                entry(Quotation.ID, a -> new Quotation()),
                entry(EnglishCapital.ID, a -> new EnglishCapital()),
                entry(EnglishLowercase.ID, a -> new EnglishLowercase()),
                entry(NoComma.ID, a -> new NoComma()));
    }
}
