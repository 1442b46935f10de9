package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole responses in the forms that models write. Strict takes the last box only, lenient whatever announces itself. */
class ResponsesTest {

    /** gold ; strict ; lenient ; response. A newline is written as a pilcrow. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '¤',
            value = {
                // Boxes: the last complete one, behind the thinking.
                "4; EQUAL; EQUAL; <think>maybe \\boxed{3}</think> So \\boxed{4}.",
                "3; NOT_EQUAL; NOT_EQUAL; <think>maybe \\boxed{3}</think> So \\boxed{4}.",
                "3; UNDECIDED; UNDECIDED; <think>it is \\boxed{3}</think> I am done.",
                "5; EQUAL; EQUAL; We tried \\boxed{2} first.¶¶That fails, so it is \\boxed{5}.",
                "2; NOT_EQUAL; NOT_EQUAL; We tried \\boxed{2} first.¶¶That fails, so it is \\boxed{5}.",
                "6; EQUAL; EQUAL; Is 5 the answer? No, $\\boxed{6}$ is.",
                "5; NOT_EQUAL; NOT_EQUAL; Is 5 the answer? No, $\\boxed{6}$ is.",
                "7; EQUAL; EQUAL; \\boxed{\\text{the answer is }\\boxed{7}}",
                "9; EQUAL; EQUAL; Hence \\fbox{9}",
                "\\frac{1}{2}; EQUAL; EQUAL; $$\\boxed{\\dfrac{1}{2}}$$ as was to be shown for all 12 cases.",
                "(1,2); EQUAL; EQUAL; $$\\boxed{\\begin{pmatrix}1\\\\2\\end{pmatrix}}$$",
                "2,3; EQUAL; EQUAL; The roots are \\boxed{2 \\text{ or } 3}.",
                "5; NOT_EQUAL; NOT_EQUAL; It is \\boxed{5 \\text{ or } 6}.",
                "5; UNDECIDED; UNDECIDED; Nothing is in \\boxed{}",
                // Without a box only lenient reads on.
                "42; UNDECIDED; EQUAL; The answer is 42.",
                "42; UNDECIDED; EQUAL; **Answer:** 42",
                "\\frac34; UNDECIDED; EQUAL; **Final Answer:** $\\frac{3}{4}$",
                "\\sqrt5; UNDECIDED; EQUAL; Hence the answer is \\sqrt{5}.",
                "(15,-29); UNDECIDED; EQUAL; # Answer¶¶(15, -29)",
                "(1,2); UNDECIDED; EQUAL; The final answer is $(1, 2)$. I hope it is correct.",
                "1234; UNDECIDED; EQUAL; so they have 1,234 in all¶#### 1,234",
                "12; UNDECIDED; EQUAL; <think>2*6</think><answer>12</answer>",
                "12; UNDECIDED; EQUAL; 所以答案是 12。",
                "12; UNDECIDED; EQUAL; Die Antwort ist 12.",
                "12; UNDECIDED; EQUAL; La respuesta es 12.",
                "12; UNDECIDED; EQUAL; La réponse est 12.",
                "12; UNDECIDED; EQUAL; Ответ: 12",
                "45.5; UNDECIDED; EQUAL; Therefore, the total cost is $45.50.",
                "7; UNDECIDED; EQUAL; We get $x=3$, hence 7 apples remain.",
                "12; UNDECIDED; EQUAL; The minimum value is **12**.",
                "(-2,\\frac73); UNDECIDED; EQUAL; Answer: x = -2 and y = 7/3",
                "200\\text{ minutes}; UNDECIDED; EQUAL; Answer: 3 hours 20 minutes",
                "13; UNDECIDED; NOT_EQUAL; The answer is 12.",
                "B; UNDECIDED; EQUAL; So the correct option is (B).",
                "A; UNDECIDED; NOT_EQUAL; So the correct option is (B).",
                "42; UNDECIDED; EQUAL; It ends in \\boxed{42",
                "5; UNDECIDED; UNDECIDED; I do not know."
            })
    void verifyResponse_formOfModels(String gold, Verdict strict, Verdict lenient, String response) {
        String text = response.replace('¶', '\n');
        assertThat(Verifier.strict().verifyResponse(gold, text).verdict()).isEqualTo(strict);
        Verification v = Verifier.lenient().verifyResponse(gold, text);
        assertThat(v.verdict()).as(v.toString()).isEqualTo(lenient);
    }

    @ParameterizedTest
    @CsvSource({"60, true", "61, false"})
    void verifyResponse_longReasoning_takesItsEnd(String gold, boolean equal) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("First expand $(a+b)^2 = a^2+2ab+b^2$, with $a=3$ and $b=")
                    .append(i)
                    .append("$; that gives 12. ");
        }
        String boxed = text + "\n\nTherefore the total is $\\boxed{60}$.";
        String plain = text + "\n\nThe answer is 60.";
        assertThat(Verifier.strict().verifyResponse(gold, boxed).isEqual()).isEqualTo(equal);
        assertThat(Verifier.lenient().verifyResponse(gold, plain).isEqual()).isEqualTo(equal);
    }
}
