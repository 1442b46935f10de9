package dev.belay.verify.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextScannersTest {

    // Expected splits follow Punkt's rules as written in Sentences; / marks a boundary.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^                                              | ^^
            One                                             | One
            One. Two? Three! Four                           | One./Two?/Three!/Four
            Dr. Strange met Mr. Fox. They spoke.            | Dr. Strange met Mr. Fox./They spoke.
            It was in the U.S. The end.                     | It was in the U.S./The end.
            It was in the U.S. Senate.                      | It was in the U.S. Senate.
            See e.g. this one. Next.                        | See e.g. this one./Next.
            J. Bach wrote it. I know.                       | J. Bach wrote it./I know.
            Vitamin C. The end.                             | Vitamin C./The end.
            It is 3.14 or so. Yes.                          | It is 3.14 or so./Yes.
            Go to a.com now. Fine.                          | Go to a.com now./Fine.
            1. First 2. Second                              | 1./First 2./Second
            Wait... what? Well... The end.                  | Wait... what?/Well.../The end.
            Really?! Yes!!!                                 | Really?!/Yes!!/!
            He said "Go." She went.                         | He said "Go."/She went.
            (It rained.) We left.                           | (It rained.)/We left.
            He asked (why?) and left.                       | He asked (why?)/and left.
            **Bold.** Next.                                 | **Bold./** Next.
            The end.*                                       | The end./*
            No. 5 is fine                                   | No./5 is fine""")
    void sentences(String text, String expected) {
        assertThat(String.join("/", Sentences.split(text))).isEqualTo(expected);
        assertThat(Sentences.count(text)).isEqualTo(expected.isEmpty() ? 0 : expected.split("/", -1).length);
    }

    @Test
    void sentences_lineBreaksEndNothing() {
        assertThat(Sentences.split("Title\n\nText goes on\nand on.\n\nEnd.\n"))
                .containsExactly("Title\n\nText goes on\nand on.", "End.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            it's JOHN'S         | it/'s/JOHN/'S
            DON'T               | DO/N'T
            I'll we've they'RE  | I/'ll/we/'ve/they/'RE
            CANNOT              | CAN/NOT
            DON'T. END.         | DO/N'T/./END.
            don’t               | don/’/t
            A, B: C; (D)        | A/,/B/:/C/;/(/D/)
            1,000 12:30         | 1,000/12:30
            state-of-the-art--X | state-of-the-art/--/X
            U.S.A. Wait...no    | U.S.A./Wait/.../no
            **HELLO**           | */*/HELLO/*/*
            "QUOTE"             | "/QUOTE/"
            'tis dogs' 's       | '/tis/dogs/'/'s""")
    void treebankWords(String text, String expected) {
        assertThat(String.join("/", TreebankWords.split(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^             | 0
            one-two three  | 3
            it's_2 x       | 3
            ...            | 0
            ½ ² x²         | 3
            中文            | 1
            हिन्दी           | 3""")
    void words_asPythonsWordCharacters(String text, int count) {
        assertThat(Words.count(text)).isEqualTo(count);
    }

    @Test
    void whitespace_asPython() {
        assertThat(Whitespace.strip("\u00a0\u001f\u0085\u2028 a b\u3000\t")).isEqualTo("a b");
        assertThat(Whitespace.split("a\u00a0b\u001cc  ")).containsExactly("a", "b", "c");
        assertThat(Whitespace.isBlank("\u200b")).isFalse();
        assertThat(Whitespace.isBlank("")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ABC 1!, true, false",
        "abc, false, true",
        "aB, false, false",
        "12, false, false",
        "ǅ, false, false",
        "中A, true, false"
    })
    void letterCase(String text, boolean upper, boolean lower) {
        assertThat(LetterCase.isUpper(text)).isEqualTo(upper);
        assertThat(LetterCase.isLower(text)).isEqualTo(lower);
    }
}
