package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.Samples;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.Reference;
import dev.belay.loop.rollout.Group;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerRewardTest {
    private static final AnswerReward BOXED = AnswerReward.exact();
    private static final AnswerReward ANYWHERE = new AnswerReward(AnswerCheck.EXACT, AnswerPlace.BOXED_OR_LAST_NUMBER);

    private static Score score(AnswerReward reward, String gold, String text) {
        return reward.score(Samples.group("p", gold, text), Samples.context(1)).getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // gold; completion; value; parsed
                "22; code 9+13=22 \\boxed{22}.; 1; 1",
                "22; \\boxed{23}; 0; 1",
                "22; \\boxed{22} no, \\boxed{23}; 0; 1",
                "1/2; \\boxed{\\frac{2}{4}}; 1; 1",
                "0.5; \\boxed{1/2}; 1; 1",
                "-3; \\boxed{-3.0}; 1; 1",
                "1000; \\boxed{1,000}; 1; 1",
                "070; \\boxed{70}; 1; 1",
                "B; \\boxed{B}; 1; 1",
                "22; the answer is 22; 0; 0",
                "22; \\boxed{; 0; 0",
                "22; \\boxed{}; 0; 0",
                "22; \\boxed{22; 0; 0",
                "22; \\boxed{twenty-two}; 0; 0",
            })
    void score_ofTheLastBox(String gold, String text, double value, double parsed) {
        Score.Scored s = (Score.Scored) score(BOXED, gold, text);
        assertThat(s.value()).isEqualTo(value);
        assertThat(s.parts()).containsEntry(Score.PARSED, parsed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "22; so 9 and 13 make 22; 1",
                "22; 22 is not 23; 0",
                "7/2; the half is 7/2.; 1",
                "22; 22 \\boxed{; 0",
                "22; nothing; 0",
            })
    void score_ofTheLastNumber(String gold, String text, double value) {
        assertThat(((Score.Scored) score(ANYWHERE, gold, text)).value()).isEqualTo(value);
    }

    @Test
    void score_unreadableGold_isUngradable() {
        assertThat(score(BOXED, "x + y", "\\boxed{3}"))
                .isInstanceOfSatisfying(
                        Score.Ungradable.class, u -> assertThat(u.reason()).contains("x + y"));
    }

    @Test
    void score_withoutReference_isUngradable() {
        Group g = Samples.group("p", "3", "\\boxed{3}");
        assertThat(BOXED.score(g.withProblem(g.problem().withoutReference()), Samples.context(1)))
                .hasOnlyElementsOfType(Score.Ungradable.class);
    }

    @Test
    void score_anyOfSeveralGolds_counts() {
        Group g = Samples.group("p", "3", "\\boxed{4}")
                .withProblem(new Problem(
                        "p",
                        Samples.group("p", "3", "x").problem().prompt(),
                        new Reference.Answers(List.of("3", "4")),
                        Map.of()));
        assertThat(((Score.Scored) BOXED.score(g, Samples.context(1)).getFirst()).value())
                .isEqualTo(1);
    }

    @Test
    void score_byAPresetOfVerify_usesIt() {
        AnswerReward strict = new AnswerReward(AnswerCheck.STRICT, AnswerPlace.BOXED);
        assertThat(((Score.Scored) score(strict, "22", "so \\boxed{22}")).value())
                .isEqualTo(1);
        assertThat(((Score.Scored) score(strict, "22", "so \\boxed{21}")).value())
                .isEqualTo(0);
    }

    @Test
    void score_byDefault_isStrict() {
        AnswerReward strict = AnswerReward.strict();
        assertThat(((Score.Scored) score(strict, "\\frac{1}{2}", "so \\boxed{0.5}")).value())
                .isEqualTo(1);
        // The question itself, boxed, is no answer.
        assertThat(((Score.Scored) score(strict, "22", "\\boxed{11+11}")).value())
                .isEqualTo(0);
        assertThat(score(strict, "\\frac{1}{", "\\boxed{3}"))
                .isInstanceOfSatisfying(
                        Score.Ungradable.class, u -> assertThat(u.reason()).contains("strict"));
    }
}
