package dev.belay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StreamingDecoderTest {
    /** A token is a byte; 256 is special. */
    private static final Tokenizer BYTES = new Tokenizer() {
        @Override
        public int[] encode(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] ids = new int[bytes.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = bytes[i] & 0xFF;
            }
            return ids;
        }

        @Override
        public String decode(int[] ids) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int id : ids) {
                if (id < 256) {
                    bytes.write(id);
                }
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public String decodeWithSpecials(int[] ids) {
            return decode(ids);
        }

        @Override
        public int vocabSize() {
            return 257;
        }

        @Override
        public Set<Integer> specialIds() {
            return Set.of(256);
        }
    };

    private static List<String> pieces(Tokenizer tokenizer, int[] ids) {
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(decoder.push(id));
        }
        pieces.add(decoder.finish());
        return pieces;
    }

    @Test
    void push_characterOfSeveralTokens_comesWhole() {
        assertThat(pieces(BYTES, BYTES.encode("aé\uD83D\uDE00東")))
                .containsExactly("a", "", "é", "", "", "", "\uD83D\uDE00", "", "", "東", "");
    }

    @Test
    void push_specialToken_isNoText() {
        assertThat(pieces(BYTES, new int[] {'a', 256, 'b'})).containsExactly("a", "", "b", "");
    }

    @Test
    void push_bytesOfNoCharacter_comeWhenThatIsKnown() {
        // C3 starts a character of two bytes and 'a' does not end it.
        assertThat(pieces(BYTES, new int[] {0xC3, 'a'})).containsExactly("", "\uFFFDa", "");
        assertThat(pieces(BYTES, new int[] {'a', 0xE6, 0x9D})).containsExactly("a", "", "", "\uFFFD");
    }

    @Test
    void push_manyBytesOfNoCharacter_areNotHeldForEver() {
        assertThat(pieces(BYTES, new int[] {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}))
                .containsExactly("", "", "", "\uFFFD", "\uFFFD", "\uFFFD", "\uFFFD\uFFFD\uFFFD");
    }

    @Property(tries = 2000)
    void pieces_putTogether_areTheTextOfAllTokens(@ForAll @Size(max = 60) List<@IntRange(max = 256) Integer> ids) {
        int[] array = ids.stream().mapToInt(Integer::intValue).toArray();
        assertThat(String.join("", pieces(BYTES, array))).isEqualTo(BYTES.decode(array));
    }

    @Property(tries = 500)
    void pieces_ofWellFormedText_neverHoldAReplacement(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 0x10FFFF) Integer> points) {
        StringBuilder text = new StringBuilder();
        points.stream()
                .filter(c -> Character.isDefined(c) && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFD)
                .forEach(text::appendCodePoint);
        List<String> pieces = pieces(BYTES, BYTES.encode(text.toString()));
        assertThat(pieces).noneMatch(piece -> piece.indexOf('\uFFFD') >= 0);
        assertThat(String.join("", pieces)).isEqualTo(text.toString());
    }

    @Test
    void pieces_ofARealTokenizer_areTheTextOfAllTokens() throws IOException {
        try (InputStream json = StreamingDecoderTest.class.getResourceAsStream("/parity/bpe/tokenizer.json")) {
            assertThat(json).isNotNull();
            HfTokenizer tokenizer = HfTokenizer.of(json.readAllBytes(), "bpe");
            String text =
                    "emoji \uD83D\uDE00 family \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 数学题 नमस्ते  two  spaces\n\n1234567890 and on and on";
            int[] ids = tokenizer.encode(text);
            List<String> pieces = pieces(tokenizer, ids);
            assertThat(String.join("", pieces)).isEqualTo(tokenizer.decode(ids));
            assertThat(pieces).noneMatch(piece -> piece.indexOf('\uFFFD') >= 0);
        }
    }
}
