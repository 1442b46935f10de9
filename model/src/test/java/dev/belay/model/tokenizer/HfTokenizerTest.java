package dev.belay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.belay.model.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HfTokenizerTest {
    private static final CharacterVocabulary CHARS =
            new CharacterVocabulary("<pad>", "<eos>", List.of("<user>"), List.of(), "0123456789+=\n ×\uD83D\uDE00");
    private static final HfTokenizer TOKENIZER = of(CHARS.files());

    private static HfTokenizer of(Map<String, byte[]> files) {
        byte[] json = files.get("tokenizer.json");
        if (json == null) {
            throw new AssertionError("no tokenizer.json in " + files.keySet());
        }
        return HfTokenizer.of(json, "some/tokenizer.json");
    }

    @Test
    void encode_characters_areOneTokenEach() {
        // <pad> <eos> <user> are 0, 1, 2; the digits start at 3; then + = newline space × and a smiley.
        assertThat(TOKENIZER.encode("7+0=\n × \uD83D\uDE00")).containsExactly(10, 13, 3, 14, 15, 16, 17, 16, 18);
        assertThat(TOKENIZER.encode("")).isEmpty();
    }

    @Test
    void encode_words_areOneTokenTheLongestFirst() {
        // <pad> <eos> are 0, 1; then "so", "so that", "\\box{"; then the alphabet from 5 on
        CharacterVocabulary words = CharacterVocabulary.of(List.of("so", "so that", "\\box{"), "sot }1");
        HfTokenizer tokenizer = of(words.files());
        assertThat(tokenizer.encode("so that so \\box{1}")).containsExactly(3, 8, 2, 8, 4, 10, 9);
        assertThat(tokenizer.decode(tokenizer.encode("so that so \\box{1}"))).isEqualTo("so that so \\box{1}");
    }

    /** Texts of different lengths together are neither padded nor cut. */
    @Test
    void encodeAll_severalTexts_areEncodedAsEachAlone() {
        List<String> texts = List.of("7", "", "<user>12 + 7 = 19\n<eos>", "0 × 5");
        List<int[]> together = TOKENIZER.encodeAll(texts);
        assertThat(together).hasSize(4);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(together.get(i)).isEqualTo(TOKENIZER.encode(texts.get(i)));
        }
        assertThat(TOKENIZER.encodeAll(List.of())).isEmpty();
        assertThatThrownBy(() -> TOKENIZER.encodeAll(List.of("1", "1 + x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("some/tokenizer.json cannot encode \"1 + x\"");
    }

    @Test
    void encode_specialsInText_areRecognisedAndNothingIsAdded() {
        assertThat(TOKENIZER.encode("<user>1<eos>")).containsExactly(2, 4, 1);
    }

    @Test
    void decode_specials_areLeftOutOrKept() {
        int[] ids = {2, 4, 16, 5, 1, 0};
        assertThat(TOKENIZER.decode(ids)).isEqualTo("1 2");
        assertThat(TOKENIZER.decodeWithSpecials(ids)).isEqualTo("<user>1 2<eos><pad>");
        assertThat(TOKENIZER.decode(new int[0])).isEmpty();
    }

    @Test
    void decode_encodedText_roundTrips() {
        String text = "12 + 7 = 19\n0 × 5 = 0  \n";
        assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
    }

    @Test
    void decode_idsOfAPaddedVocabulary_areNoText() {
        assertThat(TOKENIZER.decode(new int[] {4, 19, 100_000, -1, 5})).isEqualTo("12");
    }

    @Test
    void encode_characterOutsideTheAlphabet_isRefused() {
        assertThatThrownBy(() -> TOKENIZER.encode("1 + x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("some/tokenizer.json cannot encode \"1 + x\"");
    }

    @Test
    void encode_halfASurrogatePair_doesNotReachTheLibrary() {
        assertThatThrownBy(() -> TOKENIZER.encode("1\uD83D")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void encode_nulCharacter_isAnOrdinaryCharacter() {
        assertThat(of(CharacterVocabulary.of("a\0b").files()).encode("a\0b")).containsExactly(2, 3, 4);
    }

    @Test
    void vocabulary_idsAndSpecials_areThoseOfTheFile() {
        assertThat(TOKENIZER.vocabSize()).isEqualTo(CHARS.size()).isEqualTo(19);
        assertThat(TOKENIZER.specialIds()).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(TOKENIZER.idOf("<user>")).isEqualTo(OptionalInt.of(2));
        assertThat(TOKENIZER.idOf("x")).isEmpty();
    }

    @Test
    void forModel_namedIdThatIsNotThere_isNamedWithItsSource() {
        TOKENIZER.forModel(Map.of(1, "eos_token_id of config.json"), 19);
        assertThatThrownBy(() -> TOKENIZER.forModel(Map.of(20, "eos_token_id of config.json"), 32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "some/tokenizer.json has no token with id 20, which eos_token_id of config.json names; it has"
                                + " 19 ids");
        assertThatThrownBy(() -> TOKENIZER.forModel(Map.of(18, "bos_token_id of config.json"), 18))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("some/tokenizer.json has ids up to 18, and bos_token_id of config.json is 18, but the"
                        + " vocab_size of config.json is 18");
        assertThatThrownBy(() -> TOKENIZER.forModel(Map.of(), 2))
                .hasMessage("some/tokenizer.json has the special token \"<user>\" with id 2, but the vocab_size of"
                        + " config.json is 2");
    }

    /** The smiley, 18, has no row in a model of 18: only a text with it cannot be read. */
    @Test
    void encode_idBeyondTheModel_namesTokenAndBothNumbers() {
        HfTokenizer tokenizer = TOKENIZER.forModel(Map.of(1, "eos_token_id of config.json"), 18);
        assertThat(tokenizer.encode("7+0 ×")).containsExactly(10, 13, 3, 16, 17);
        for (ThrowingCallable encode : List.<ThrowingCallable>of(
                () -> tokenizer.encode("7\uD83D\uDE00"), () -> tokenizer.encodeWithSpans("7\uD83D\uDE00"))) {
            assertThatThrownBy(encode)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            "the text has the token \"\uD83D\uDE00\", which has id 18 in some/tokenizer.json, but the"
                                    + " vocab_size of config.json is 18: the model does not know this token");
        }
        assertThat(tokenizer.withChatFormat(Optional.empty()).vocabSize()).isEqualTo(19);
    }

    @Test
    void of_truncationAndPaddingInTheFile_areNotApplied() {
        String json = new String(file(CHARS), StandardCharsets.UTF_8)
                .replace(
                        "\"truncation\": null",
                        "\"truncation\": {\"direction\": \"Right\", \"max_length\": 2, \"strategy\": \"LongestFirst\","
                                + " \"stride\": 0}")
                .replace(
                        "\"padding\": null",
                        "\"padding\": {\"strategy\": {\"Fixed\": 8}, \"direction\": \"Right\", \"pad_to_multiple_of\":"
                                + " null, \"pad_id\": 0, \"pad_type_id\": 0, \"pad_token\": \"<pad>\"}");
        assertThat(json).contains("max_length", "Fixed");
        HfTokenizer cutting = HfTokenizer.of(json.getBytes(StandardCharsets.UTF_8), "x");
        assertThat(cutting.encode("1234")).containsExactly(4, 5, 6, 7);
    }

    private static byte[] file(CharacterVocabulary vocabulary) {
        return vocabulary.files().entrySet().iterator().next().getValue();
    }

    @Test
    void of_textThatIsNoTokenizer_isRefused() {
        refused("{}", "model.vocab must be an object or a list");
        refused("{\"model\": {\"type\": \"Nonsense\", \"vocab\": {}}}", "is not a tokenizer that can be read");
        refused("{\"model\": {\"vocab\": {\"a\": -1}}}", "the id of token \"a\"");
        refused("{\"model\": {\"vocab\": {\"a\": 1}}", "is not valid JSON");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> HfTokenizer.of(json.getBytes(StandardCharsets.UTF_8), "some/tokenizer.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("some/tokenizer.json")
                .hasMessageContaining(message);
    }

    @Test
    void of_anyTokenizer_warnsAboutNothing() {
        Logger root = (Logger) LoggerFactory.getLogger("ai.djl");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        root.addAppender(events);
        try {
            of(CHARS.files()).encode("1".repeat(5000));
        } finally {
            root.detachAppender(events);
        }
        assertThat(events.list).noneMatch(e -> e.getLevel().isGreaterOrEqual(Level.WARN));
    }

    @Test
    void characterVocabulary_repeatedToken_isNamed() {
        assertThatThrownBy(() -> CharacterVocabulary.of("aba"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[a]");
    }
}
