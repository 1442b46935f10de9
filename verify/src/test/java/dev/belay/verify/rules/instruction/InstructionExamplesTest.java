package dev.belay.verify.rules.instruction;

import static dev.belay.verify.rules.instruction.Relation.AT_LEAST;
import static dev.belay.verify.rules.instruction.Relation.LESS_THAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.verify.rules.language.Language;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every instruction a response that follows strictly, one that follows only loosely, and one that does not follow. */
class InstructionExamplesTest {

    /** What a response does. */
    enum Follows {
        STRICTLY,
        /** Only without its first or last line, or without its stars. */
        LOOSELY,
        NOT
    }

    record Example(Instruction instruction, Follows follows, String text) {}

    // Fewer lines and fewer stars cannot add a bracket, a bullet of exactly this kind, or a highlight.
    private static final Set<String> NEVER_ONLY_LOOSELY = Set.of(PlaceholderCount.ID, HighlightCount.ID);

    static Stream<Example> examples() {
        return Stream.of(words(), lengths(), contents(), wholes()).flatMap(List::stream);
    }

    private static List<Example> words() {
        Instruction both = new KeywordExistence(List.of("kiwi", "Plum"));
        Instruction twice = new KeywordFrequency("war", 2, AT_LEAST);
        Instruction seldom = new KeywordFrequency("war", 2, LESS_THAN);
        Instruction noRock = new ForbiddenWords(List.of("rock", "sand"));
        Instruction letters = new LetterFrequency("q", 2, LESS_THAN);
        Instruction hashes = new LetterFrequency("#", 2, AT_LEAST);
        Instruction capitals = new CapitalWordFrequency(3, AT_LEAST);
        Instruction fewCapitals = new CapitalWordFrequency(1, LESS_THAN);
        return List.of(
                strictly(both, "A KIWI and plums."),
                loosely(both, "A ki*wi* and a plum."),
                not(both, "A kiwi only."),
                // "warm" holds the keyword too: it need not be a word.
                strictly(twice, "War is never warm."),
                not(twice, "War is over."),
                loosely(seldom, "About war:\nWar is over."),
                not(seldom, "War and war.\nWar and war.\nWar and war."),
                strictly(noRock, "Rocks and rocky shores."),
                loosely(noRock, "The rock\nis gone."),
                not(noRock, "No\nSand!\nhere"),
                strictly(letters, "Quiet."),
                loosely(letters, "Quite a quiz:\nquiet."),
                not(letters, "x\nQuite quiet\nx"),
                strictly(hashes, "# a\n# b"),
                not(hashes, "# a"),
                // NASA, I, CAN and NOT.
                strictly(capitals, "NASA says I CANNOT."),
                not(capitals, "NASA says I can."),
                loosely(fewCapitals, "OK, here:\nno capitals."),
                not(fewCapitals, "a\nUSA\nb"));
    }

    private static List<Example> lengths() {
        Instruction threeSentences = new SentenceCount(3, AT_LEAST);
        Instruction oneSentence = new SentenceCount(2, LESS_THAN);
        Instruction fiveWords = new WordCount(5, AT_LEAST);
        Instruction fewWords = new WordCount(4, LESS_THAN);
        Instruction twoParagraphs = new ParagraphCount(2);
        Instruction second = new NthParagraphFirstWord(2, 2, "Elm");
        return List.of(
                strictly(threeSentences, "One. Two? Three!"),
                not(threeSentences, "One. Two by Dr. Strange"),
                loosely(oneSentence, "Sure! Here it is.\nOne by Dr. Strange."),
                not(oneSentence, "One. Two.\nThree. Four.\nFive. Six."),
                strictly(fiveWords, "one-two three_3 four, five six"),
                not(fiveWords, "one two three_3 four"),
                loosely(fewWords, "Here are three words:\none two three"),
                not(fewWords, "a\none two three four\nb"),
                strictly(twoParagraphs, "One.\n***\nTwo."),
                strictly(twoParagraphs, "***\nOne.\n***\nTwo.\n***"),
                loosely(twoParagraphs, "Here: ***\nOne.\n***\nTwo."),
                not(twoParagraphs, "One.\n***\n***\nTwo."),
                strictly(second, "Oak first.\n\n\"Elm's\" second."),
                loosely(second, "*Oak* first.\n\n*Elm* second."),
                not(second, "Oak.\n\nElms."),
                not(second, "Oak.\n\nElm.\n\nAsh.\n\nFir."));
    }

    private static List<Example> contents() {
        Instruction twoPlaces = new PlaceholderCount(2);
        Instruction ps = new Postscript("P.S.");
        Instruction pps = new Postscript("P.P.S");
        Instruction twoBullets = new BulletCount(2);
        Instruction answer = new ConstrainedResponse();
        Instruction twoHighlights = new HighlightCount(2);
        Instruction twoSections = new SectionCount("SECTION", 2);
        Instruction title = new Title();
        return List.of(
                strictly(twoPlaces, "Dear [name], of [place [x]]"),
                not(twoPlaces, "Dear [name], of [pla\nce]"),
                strictly(ps, "Bye.\np. s. more"),
                loosely(ps, "Bye.\nP.*S*. more"),
                not(ps, "Bye.\nP.S more"),
                strictly(pps, "P.P. S: more"),
                loosely(pps, "P.*P.S*: more"),
                not(pps, "P.S. more"),
                strictly(twoBullets, "List:\n* a\n  - b"),
                loosely(twoBullets, "- Here:\n* a\n* b"),
                not(twoBullets, "* a\n* b\n* c\n* d\n* e"),
                strictly(answer, "Well: My answer is maybe. So there."),
                loosely(answer, "My answer is *no*."),
                not(answer, "My answer is perhaps."),
                strictly(twoHighlights, "*a* and **b c**"),
                not(twoHighlights, "*a* and ** ** and *b\nc*"),
                strictly(twoSections, "SECTION 1 a SECTION2 b"),
                loosely(twoSections, "SECTION 1 a\nSECTION *2* b"),
                not(twoSections, "SECTION 1 a\nSection 2 b\nSECTION  3 c"),
                strictly(title, "<<poem of joy>>\nText"),
                loosely(title, "<*<Joy>*>"),
                not(title, "<<>>\n<< >>\n<<a\nb>>"));
    }

    private static List<Example> wholes() {
        Instruction hindi = new ResponseLanguage(Language.HINDI);
        Instruction json = new JsonFormat();
        Instruction two = new TwoResponses();
        Instruction repeat = new RepeatPrompt("Write a poem. ");
        Instruction end = new EndPhrase("Peace!");
        Instruction quoted = new Quotation();
        Instruction capital = new EnglishCapital();
        Instruction lowercase = new EnglishLowercase();
        Instruction noComma = new NoComma();
        return List.of(
                strictly(hindi, "यह एक वाक्य है और वह भी।"),
                loosely(hindi, "Sure, here is the sentence in Hindi that you asked for:\nयह एक वाक्य है और वह भी।"),
                not(hindi, "This is a sentence."),
                strictly(json, "```json\n{\"a\": [1, 2.5e3, null, \"\\u00e9\"]}\n```"),
                loosely(json, "Here it is:\n{\"a\": 1}"),
                not(json, "{'a': 1}"),
                strictly(two, "One\n******\nTwo"),
                loosely(two, "Sure. ******\nOne\n******\nTwo"),
                not(two, "Same\n******\nSame"),
                strictly(repeat, "\nwrite a POEM.\nRoses"),
                loosely(repeat, "Sure:\nWrite a poem.\nRoses"),
                not(repeat, "Roses. Write a poem."),
                strictly(end, "\"All is well. peace!\" "),
                loosely(end, "All is well. Peace!\n- me"),
                not(end, "Peace! And more."),
                strictly(quoted, " \"So he said.\" "),
                loosely(quoted, "Here:\n\"So he said.\""),
                not(quoted, "\""),
                strictly(capital, "THIS IS THE END OF 2 DAYS."),
                loosely(capital, "Sure:\nTHIS IS THE END."),
                not(capital, "THIS IS the END."),
                strictly(lowercase, "this is the end of 2 days."),
                loosely(lowercase, "Sure:\nthis is the end."),
                not(lowercase, "das ist nicht der weg, den wir gehen und der uns bleibt."),
                strictly(noComma, "No such mark; none at all"),
                loosely(noComma, "Sure, here:\nnone"),
                not(noComma, "a, b"));
    }

    private static Example strictly(Instruction instruction, String text) {
        return new Example(instruction, Follows.STRICTLY, text);
    }

    private static Example loosely(Instruction instruction, String text) {
        return new Example(instruction, Follows.LOOSELY, text);
    }

    private static Example not(Instruction instruction, String text) {
        return new Example(instruction, Follows.NOT, text);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_isJudgedAsWritten(Example example) {
        Following following = Following.of(List.of(example.instruction), example.text);
        assertThat(following.strict().getFirst())
                .as("strict: %s", example.instruction.check(example.text).reason())
                .isEqualTo(example.follows == Follows.STRICTLY);
        assertThat(following.loose().getFirst()).as("loose").isEqualTo(example.follows != Follows.NOT);
    }

    @Test
    void everyOfficialInstruction_hasAnExampleOfEachKind() {
        for (Follows follows : Follows.values()) {
            Set<String> shown = examples()
                    .filter(example -> example.follows == follows)
                    .map(example -> example.instruction.id())
                    .collect(Collectors.toSet());
            Set<String> owed = Instructions.ids().stream()
                    .filter(id -> follows != Follows.LOOSELY || !NEVER_ONLY_LOOSELY.contains(id))
                    .collect(Collectors.toSet());
            assertThat(shown).as("%s", follows).isEqualTo(owed);
        }
    }
}
