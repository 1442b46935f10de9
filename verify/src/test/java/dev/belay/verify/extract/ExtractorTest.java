package dev.belay.verify.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractorTest {

    private static @Nullable String find(Source source, String response, boolean choice) {
        Extracted found = new Extractor(List.of(source), 0).extract(response, choice);
        return found == null ? null : found.text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "so \\boxed{\\frac{1}{2}} @ \\frac{1}{2}",
                "\\boxed{1} then \\boxed{2} @ 2",
                "\\boxed{1} then \\boxed{2 @ 1",
                "\\fbox{7} @ 7",
                "\\boxed 5 is it @ 5",
                "\\boxed{\\{1,2\\}} @ \\{1,2\\}",
                "<think>\\boxed{1}</think> now \\boxed{3} @ 3",
            })
    void lastBox_response_isLastCompleteBox(String response, String answer) {
        assertThat(find(Source.LAST_BOX, response, false)).isEqualTo(answer);
    }

    @Test
    void lastBox_boxOnlyInThought_isNoAnswer() {
        assertThat(find(Source.LAST_BOX, "<think>\\boxed{42}</think> Some other text.", false))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "\\boxed{1} and \\boxed{-2} @ 1, -2",
                "\\boxed{(1, 2)}, \\boxed{(2, 1)} @ (1, 2), (2, 1)",
                "\\boxed{1} and and and or thus but \\boxed{2} @ 2",
                "$\\boxed{28}$ pct @ 28\\%",
            })
    void boxes_neighbours_areOneList(String response, String answer) {
        assertThat(find(Source.BOXES, response, false)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "The answer is: \\sqrt{5}. @ \\sqrt{5}",
                "The answer is $x=5$ because @ x=5",
                "The final answer is $12$. I hope it is correct. @ 12",
                "Final Answer: The volume of $ABC$ is 120. I hope it is correct. @ 120",
                "# Answer (15, -29) @ (15, -29)",
                "La réponse est 7. @ 7",
                "答案是 12。 @ 12",
                "**Answer:** 3/4 @ 3/4",
            })
    void anchor_announcedAnswer_isFound(String response, String answer) {
        assertThat(find(Source.ANCHOR, response, false)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "10 * 3 = 30 euros @ 30",
                "it costs 1,000.99€ @ 1,000.99",
                "that is $\\frac{1}{2}$ @ \\frac{1}{2}",
                "about 13/28 @ 13/28",
                "5 or 28 percent @ 28\\%"
            })
    void lastMath_text_isLastFormulaOrNumber(String response, String answer) {
        assertThat(find(Source.LAST_MATH, response, false)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "It's not A because it makes no sense, therefore I think it's B @ B",
                "The answer is for sure D, it can't be A or B @ D",
                "D. it can't be A or B @ D",
                "B不是 A @ B",
            })
    void choice_letterGold_isFound(String response, String answer) {
        assertThat(find(Source.CHOICE, response, true)).isEqualTo(answer);
    }

    @Test
    void hashesAndTag_markedAnswers_areFound() {
        assertThat(find(Source.HASHES, "so\n#### 1,200\n", false)).isEqualTo("1,200");
        assertThat(find(Source.TAG, "<answer> 5 </answer>", false)).isEqualTo("5");
    }

    @Test
    void extract_tail_searchesOnlyTheEnd() {
        Extractor tail = new Extractor(List.of(Source.LAST_BOX), 20);
        assertThat(tail.extract("\\boxed{1}" + " ".repeat(30), false)).isNull();
    }
}
