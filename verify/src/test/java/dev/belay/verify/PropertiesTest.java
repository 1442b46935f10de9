package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Laws of verification on generated expressions. */
class PropertiesTest {

    private static final Verifier STRICT = Verifier.strict();
    private static final Verifier LENIENT = Verifier.lenient();

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> leaf = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 999).map(String::valueOf),
                Arbitraries.of("x", "y", "\\pi", "\\sqrt{2}", "\\frac{3}{7}", "0.25", "e", "n_1"));
        return Arbitraries.recursive(() -> leaf, PropertiesTest::larger, 0, 3);
    }

    private static Arbitrary<String> larger(Arbitrary<String> inner) {
        return Combinators.combine(Arbitraries.of("+", "-", "*", "/", "^", "sin", "sqrt"), inner, inner)
                .as((op, a, b) -> switch (op) {
                    case "/" -> "\\frac{" + a + "}{" + b + "}";
                    case "^" -> "{(" + a + ")}^{2}";
                    case "sin" -> "\\sin\\left(" + a + "\\right)";
                    case "sqrt" -> "\\sqrt{" + a + "}";
                    case "*" -> "(" + a + ")\\cdot(" + b + ")";
                    default -> "(" + a + ")" + op + "(" + b + ")";
                });
    }

    @Property(tries = 300)
    void verify_itself_isEqual(@ForAll("expressions") String e) {
        assertThat(STRICT.verify(e, e + " ").isEqual()).isTrue();
    }

    @Property(tries = 300)
    void verify_otherSpacingAndBraces_isNeverDifferent(@ForAll("expressions") String e) {
        String respelled =
                " " + e.replace("+", " + ").replace("\\cdot", "\\times ").replace("\\frac", "\\dfrac") + "\\, ";
        assertThat(STRICT.verify(e, respelled).verdict()).isNotEqualTo(Verdict.NOT_EQUAL);
        assertThat(STRICT.verify(e, "\\left(" + e + "\\right)").verdict()).isNotEqualTo(Verdict.NOT_EQUAL);
    }

    @Property(tries = 300)
    void lenient_swappedSides_giveTheSameVerdict(@ForAll("expressions") String a, @ForAll("expressions") String b) {
        assertThat(LENIENT.verify(b, a).isEqual())
                .isEqualTo(LENIENT.verify(a, b).isEqual());
    }

    @Property(tries = 300)
    void verify_oneMore_isNeverEqual(@ForAll("expressions") String e) {
        assertThat(STRICT.verify(e, e + "+1").isEqual()).isFalse();
    }

    @Property(tries = 300)
    void verify_wrongDigit_isNeverEqual(
            @ForAll @IntRange(min = 10_000, max = 99_999_999) int n, @ForAll @IntRange(max = 4) int place) {
        int step = (int) Math.pow(10, place);
        int digit = n / step % 10;
        int wrong = n + (digit == 9 ? -step : step);
        assertThat(LENIENT.verify("" + n, "" + wrong).isEqual()).isFalse();
        assertThat(LENIENT.verify("0." + n, "0." + wrong).isEqual()).isFalse();
        assertThat(LENIENT.verify("\\frac{" + n + "}{7}", "\\frac{" + wrong + "}{7}")
                        .isEqual())
                .isFalse();
        assertThat(LENIENT.verify("\\sqrt{" + n + "}", "\\sqrt{" + wrong + "}").isEqual())
                .isFalse();
    }

    @Property(tries = 200)
    void verify_unicodeAndLatexSpelling_agree(@ForAll @IntRange(min = 2, max = 500) int n) {
        assertThat(STRICT.verify("\\sqrt{" + n + "}\\pi", "√" + n + "·π").isEqual())
                .isTrue();
        assertThat(STRICT.verify("[" + n + ",\\infty)", "［" + n + "，∞）").isEqual())
                .isTrue();
        assertThat(STRICT.verify("x \\le " + n, "x ≤ " + n).isEqual()).isTrue();
    }

    /** One gold of every kind that data sets hold. */
    private static final List<String> KINDS = List.of(
            "42",
            "-7",
            "3.50",
            "1{,}234",
            "\\frac{3}{4}",
            "3\\frac{1}{2}",
            "28\\%",
            "\\$5.50",
            "12 \\text{ cm}^2",
            "45^\\circ",
            "37^\\circ 30'",
            "3\\text{ hours and }20\\text{ minutes}",
            "204_5",
            "1.6\\times 10^{-19}",
            "2\\sqrt{13}",
            "\\log_2 3",
            "3+4i",
            "x^2-2x+1",
            "\\frac{x+1}{x-1}",
            "\\sin^2 x",
            "\\sum_{k=1}^{n} k",
            "\\binom{n}{2}",
            "n!",
            "(3, -1)",
            "1, 2, 3",
            "\\{1, 2\\}",
            "1 \\pm \\sqrt{5}",
            "[0, 1)",
            "(-\\infty, 0) \\cup (0, \\infty)",
            "\\{x \\mid x > 2\\}",
            "x \\le 5",
            "-1 < x \\le 3",
            "y = 2x + 3",
            "f(x) = 2x",
            "x = 1, y = 2",
            "x = k\\pi, k \\in \\mathbb{Z}",
            "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
            "\\begin{cases} x = 1 \\\\ y = 2 \\end{cases}",
            "2:3",
            "7 \\pmod{12}",
            "\\emptyset",
            "\\mathbb{R}",
            "\\text{(B)}",
            "\\text{even}",
            "4:30\\text{ p.m.}");

    @Test
    void verify_goldOfEveryKind_isReflexive() {
        for (String gold : KINDS) {
            for (String spelling :
                    List.of(gold + " ", "$" + gold + "$", gold.replace(" ", "  "), "\\boxed{" + gold + "}")) {
                Verification v = STRICT.verify(gold, spelling);
                assertThat(v.isEqual()).as(v.toString()).isTrue();
            }
        }
    }

    @Test
    void lenient_pairsOfKinds_areSymmetric() {
        for (String a : KINDS) {
            for (String b : KINDS) {
                assertThat(LENIENT.verify(a, b).isEqual())
                        .as("%s and %s", a, b)
                        .isEqualTo(LENIENT.verify(b, a).isEqual());
            }
        }
    }
}
