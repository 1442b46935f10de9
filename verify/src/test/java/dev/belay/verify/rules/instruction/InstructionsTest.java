package dev.belay.verify.rules.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.verify.rules.instruction.InstructionSet.Credit;
import dev.belay.verify.rules.instruction.InstructionSet.Strictness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionsTest {

    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("keywords", List.of("a")),
            Map.entry("keyword", "a"),
            Map.entry("frequency", 1),
            Map.entry("relation", "at least"),
            Map.entry("forbidden_words", List.of("a")),
            Map.entry("letter", "a"),
            Map.entry("let_frequency", 1),
            Map.entry("let_relation", "less than"),
            Map.entry("language", "hi"),
            Map.entry("num_sentences", 1),
            Map.entry("num_paragraphs", 2),
            Map.entry("num_words", 1L),
            Map.entry("nth_paragraph", 2.0),
            Map.entry("first_word", "a"),
            Map.entry("num_placeholders", 1),
            Map.entry("postscript_marker", "P.S."),
            Map.entry("num_bullets", 1),
            Map.entry("num_highlights", 1),
            Map.entry("section_spliter", "Day"),
            Map.entry("num_sections", 1),
            Map.entry("prompt_to_repeat", "a"),
            Map.entry("end_phrase", "a"),
            Map.entry("capital_frequency", 1),
            Map.entry("capital_relation", "at least"));

    private static Map<String, Object> argumentsOf(String id) {
        Map<String, Object> arguments = new HashMap<>();
        Instructions.arguments(id).forEach(name -> arguments.put(name, VALUES.get(name)));
        return arguments;
    }

    @Test
    void everyOfficialId_buildsFromItsArguments() {
        assertThat(Instructions.ids()).hasSize(25);
        for (String id : Instructions.ids()) {
            assertThat(Instructions.build(id, argumentsOf(id)).id()).isEqualTo(id);
        }
    }

    @Test
    void build_ignoresNullsOfForeignArguments() {
        Map<String, Object> row = new HashMap<>(Map.of("num_words", 3, "relation", "at least"));
        row.put("keywords", null);
        row.put("num_bullets", null);
        assertThat(Instructions.build(WordCount.ID, row)).isEqualTo(new WordCount(3, Relation.AT_LEAST));
    }

    @Test
    void everyArgument_isRequired() {
        for (String id : Instructions.ids()) {
            for (String missing : Instructions.arguments(id)) {
                Map<String, Object> arguments = argumentsOf(id);
                arguments.remove(missing);
                assertThatThrownBy(() -> Instructions.build(id, arguments))
                        .hasMessage(id + ": argument \"" + missing + "\" is missing");
            }
        }
    }

    @Test
    void unknownId_suggestsTheNearest() {
        assertThatThrownBy(() -> Instructions.build("keyword:existence", Map.of()))
                .hasMessageContaining("unknown instruction \"keyword:existence\"")
                .hasMessageContaining("did you mean \"keywords:existence\"?")
                .hasMessageContaining("punctuation:no_comma");
    }

    @Test
    void unknownArgument_suggestsTheNearest() {
        assertThatThrownBy(() -> Instructions.build(SectionCount.ID, Map.of("section_splitter", "Day")))
                .hasMessageContaining("unknown argument \"section_splitter\"")
                .hasMessageContaining("did you mean \"section_spliter\"?");
        assertThatThrownBy(() -> Instructions.build(NoComma.ID, Map.of("n", 1))).hasMessageContaining("takes none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            length_constraints:number_words  | relation      | at most  | "less than" or "at least", got at most
            length_constraints:number_words  | relation      | exactly  | "less than" or "at least", got exactly
            length_constraints:number_words  | num_words     | many     | a whole number, got many
            keywords:letter_frequency        | letter        | ab       | one character, got "ab"
            language:response_language       | language      | xx       | unknown language "xx"
            keywords:existence               | keywords      | kiwi     | a list of texts, got kiwi
            startend:end_checker             | end_phrase    | ' '      | end_phrase must not be blank""")
    void wrongValue_isNamed(String id, String argument, String value, String message) {
        Map<String, Object> arguments = argumentsOf(id);
        arguments.put(argument, value);
        assertThatThrownBy(() -> Instructions.build(id, arguments)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void nthParagraph_mustExist(int nth) {
        Map<String, Object> arguments = argumentsOf(NthParagraphFirstWord.ID);
        arguments.put("nth_paragraph", nth);
        assertThatThrownBy(() -> Instructions.build(NthParagraphFirstWord.ID, arguments))
                .hasMessageContaining("1..2 (num_paragraphs), got " + nth);
    }

    @Test
    void blankResponse_followsNothing() {
        for (String id : Instructions.ids()) {
            Following following = Following.of(List.of(Instructions.build(id, argumentsOf(id))), " \n\t ");
            assertThat(following.strict()).containsExactly(false);
            assertThat(following.loose()).containsExactly(false);
        }
    }

    @Test
    void variants_areTheEightOfTheReference() {
        assertThat(Following.variants("*a*\nb\n*c*"))
                .containsExactly("*a*\nb\n*c*", "b\n*c*", "*a*\nb", "b", "a\nb\nc", "b\nc", "a\nb");
        assertThat(Following.variants("one")).containsExactly("one", "");
    }

    @Test
    void set_meanOrAllStrictOrLoose() {
        List<Instruction> instructions = List.of(new NoComma(), new Quotation(), new Title());
        String text = "Sure, so:\n\"<<Joy>>\"";
        // Strict: only the title. Loose: the second line alone follows all three.
        assertThat(new InstructionSet(instructions, Strictness.STRICT, Credit.MEAN)
                        .check(text)
                        .score())
                .isEqualTo(1.0 / 3);
        assertThat(new InstructionSet(instructions, Strictness.STRICT, Credit.ALL)
                        .check(text)
                        .score())
                .isZero();
        assertThat(new InstructionSet(instructions, Strictness.LOOSE, Credit.ALL)
                        .check(text)
                        .score())
                .isEqualTo(1);
        assertThat(new InstructionSet(instructions, Strictness.STRICT, Credit.MEAN)
                        .check(text)
                        .reason())
                .startsWith("1 of 3 followed; not: punctuation:no_comma (comma at character 4)");
        assertThatThrownBy(() -> new InstructionSet(List.of(), Strictness.STRICT, Credit.ALL))
                .hasMessageContaining("at least one");
    }

    @Test
    void rates_byPromptAndByInstruction() {
        Following all = new Following(List.of(true, true), List.of(true, true));
        Following half = new Following(List.of(true, false), List.of(true, true));
        Following none = new Following(List.of(false), List.of(false));
        // Prompts: 1 of 3 strict, 2 of 3 loose. Instructions: 3 of 5 strict, 4 of 5 loose.
        assertThat(FollowRates.of(List.of(all, half, none))).isEqualTo(new FollowRates(1.0 / 3, 0.6, 2.0 / 3, 0.8));
        assertThat(FollowRates.of(List.of())).isEqualTo(new FollowRates(0, 0, 0, 0));
    }

    @Test
    void conflicts_areSymmetricAndReflexive() {
        for (String id : Instructions.ids()) {
            assertThat(Conflicts.between(id, id)).isTrue();
            for (String other : Instructions.ids()) {
                assertThat(Conflicts.between(id, other)).isEqualTo(Conflicts.between(other, id));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "detectable_format:json_format, startend:quotation, true",
        "detectable_format:json_format, keywords:existence, false",
        "change_case:english_capital, change_case:english_lowercase, true",
        "combination:two_responses, combination:repeat_prompt, true",
        "combination:two_responses, punctuation:no_comma, false",
        "language:response_language, keywords:forbidden_words, true",
        "startend:quotation, detectable_format:title, true",
        "length_constraints:number_words, punctuation:no_comma, false"
    })
    void conflicts_table(String id, String other, boolean conflict) {
        assertThat(Conflicts.between(id, other)).isEqualTo(conflict);
    }

    @Test
    void conflicts_unknownIdIsAnError() {
        assertThatThrownBy(() -> Conflicts.between(NoComma.ID, "no_comma")).hasMessageContaining("unknown instruction");
    }
}
