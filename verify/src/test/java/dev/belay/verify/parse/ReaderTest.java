package dev.belay.verify.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.verify.expr.Show;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderTest {

    private static String read(String text) {
        return switch (Reader.read(text, Set.of())) {
            case Reading.Read(var value, var ambiguities) -> Show.of(value);
            case Reading.Unreadable(String problem) -> "unreadable: " + problem;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "\\frac12 @ 1/2",
                "\\frac1{72} @ 1/72",
                "3\\frac12 @ (3 + 1/2)",
                "3 1/2 @ (3 + 1/2)",
                "2 \\frac{3}{2} @ 2*(3/2)",
                "1,234,567 @ 1234567",
                "1{,}234 @ 1234",
                "(1,234) @ (1, 234)",
                "0.\\overline{36} @ 36/99",
                "204_5 @ 204_5",
                "28\\% @ 28%",
                "\\sqrt[3]{x}^2 @ root(3, x)^2",
                "\\sin^2 x @ sin(x)^2",
                "\\sin^{-1} x @ arcsin(x)",
                "\\log_2 8 @ log(2, 8)",
                "2\\sin x\\cos x @ 2*sin(x)*cos(x)",
                "-x^2 @ -(x^2)",
                "2^{3^{2}} @ 2^(3^2)",
                "x^2y @ (x^2)*y",
                "8/2y @ 8/(2*y)",
                "(a,b] @ (a, b]",
                "\\{1,2\\} @ {1, 2}",
                "(-∞,3)∪[5,+∞) @ ((-oo, 3) u [5, oo))",
                "x ≥ 5 @ x >= 5",
                "1 and 2 @ 1, 2",
                "1 or 2 @ 1 or 2",
                "12 \\text{ cm}^2 @ 12 [cm^2]",
                "10 square meters @ 10 [m^2]",
                "\\$5 @ 5 [dollar]",
                "7 \\pmod{12} @ 7 (mod 12)",
                "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix} @ [[1, 2], [3, 4]]",
                "sqrt(2)/2 @ root(2, 2)/2",
                "-1+exp(16) @ (-1 + exp(16))",
                "2**10 @ 2^10",
                "６ @ 6",
                "4:30 p.m. @ \"4:30 pm\"",
            })
    void read_text_hasThisTree(String text, String tree) {
        assertThat(read(text)).isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "{",
                "}",
                "\\frac{1}{",
                "\\sqrt",
                "\\frac{}{2}",
                "!",
                "!0",
                "_",
                "^",
                "||x|",
                "\\lfloor x",
                "\\lfloor a\\rceil",
                "()",
                "-",
                "\\sin^x",
                "\\cos^2",
                "@",
                "#",
                "$",
                "%",
                "&",
                "*",
                "\\",
                "~",
                "a\\%",
                "\\%100",
                "\\$",
                "\\frac{(2+x}{1-x)}",
                "2 3",
                "1 +",
                "\\frac{d}{dx}",
                "\\int x",
                "(1,2,3]",
                "\\unknown"
            })
    void read_incompleteText_isUnreadable(String text) {
        assertThat(read(text)).startsWith("unreadable: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "\\frac{", "{", "\\sqrt{", "|", "-", "9^", "[", "\\left("})
    void read_endlessNesting_isUnreadable(String piece) {
        assertThat(read(piece.repeat(20_000))).startsWith("unreadable: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {"100,200 @ COMMA_LISTS", "3/4\\pi @ LOOSE_SLASH", "2e3 @ E_IS_EULER"})
    void read_ambiguousSpelling_isReported(String text, Convention convention) {
        assertThat(Reader.read(text, Set.of()))
                .isInstanceOfSatisfying(
                        Reading.Read.class, r -> assertThat(r.ambiguities()).contains(convention));
    }
}
