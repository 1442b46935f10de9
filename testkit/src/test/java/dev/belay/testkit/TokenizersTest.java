package dev.belay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import org.junit.jupiter.api.Test;

class TokenizersTest {
    @Test
    void bytes_anyText_roundTrips() {
        ByteTokenizer bytes = new ByteTokenizer();
        String text = "7 × 8 = 56 \uD83D\uDE00";
        assertThat(bytes.decode(bytes.encode(text))).isEqualTo(text);
    }

    @Test
    void bytes_specialTokenInText_isOneIdAndLeftOutWhenDecoded() {
        ByteTokenizer bytes = new ByteTokenizer();
        int[] ids = bytes.encode("a<eos>b");
        assertThat(ids).containsExactly('a', ByteTokenizer.EOS, 'b');
        assertThat(bytes.decode(ids)).isEqualTo("ab");
        assertThat(bytes.decodeWithSpecials(ids)).isEqualTo("a<eos>b");
    }

    @Test
    void chars_alphabet_numbersFromTwo() {
        CharTokenizer chars = new CharTokenizer("0123+=<");
        assertThat(chars.encode("3<+0<eos>")).containsExactly(5, 8, 6, 2, CharTokenizer.EOS);
        assertThat(chars.decodeWithSpecials(new int[] {0, 5, 1})).isEqualTo("<pad>3<eos>");
    }

    @Test
    void chars_unknownCharacter_isNamed() {
        assertThatThrownBy(() -> new CharTokenizer("01").encode("0x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining("\"01\"");
    }
}
