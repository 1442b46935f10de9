package dev.belay.verify.rules.grounding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.verify.rules.ScoreRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundingRulesTest {
    private static final String REFUSAL =
            "I apologize, but I couldn't find an answer to your question in the search results.";

    @ParameterizedTest
    @CsvSource({
        "abcd, abcd, 1",
        "abcd, ABCD, 1",
        "abcd, abxd, 0.75",
        "abcd, ab, 0.66667",
        "abcd, '', 0",
        "abcd, wxyz, 0"
    })
    void refusal_ratioIsTwiceTheSubsequenceOverBothLengths(String canonical, String text, double ratio) {
        assertThat(new Refusal(canonical, 0.5).check(text).score()).isCloseTo(ratio, within(1e-5));
    }

    @Test
    void refusal_atTheThresholdIsNotARefusal() {
        // 2 * 3 / (4 + 4) = 0.75 exactly.
        assertThat(new Refusal("abcd", 0.75).check("abxd").passed()).isFalse();
        assertThat(new Refusal("abcd", 0.74).check("abxd").passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, true, 0", "true, false, 0.5", "false, true, 1", "false, false, 0"})
    void refusalReward_stageTwo(boolean answerable, boolean refuses, double score) {
        String text = refuses ? REFUSAL : "Paris is the capital [1].";
        assertThat(RefusalReward.groundGrpo().check(text, answerable).score()).isEqualTo(score);
    }

    @Test
    void refusingEverything_earnsLessThanAnOracle() {
        RefusalReward reward = RefusalReward.groundGrpo();
        double refuseAll = reward.check(REFUSAL, true).score()
                + reward.check(REFUSAL, false).score();
        double oracle = reward.check("Paris [1].", true).score()
                + reward.check(REFUSAL, false).score();
        assertThat(refuseAll).isLessThan(oracle);
    }

    @Test
    void statements_takeTheirCitationsWhereverTheyStand() {
        assertThat(Statement.of("It rains [1]. It pours. [2][3, 1] It stops [x] [ 4 ].[5] Then [1234567] no"))
                .extracting(Statement::cited)
                .containsExactly(List.of(1), List.of(2, 3, 1), List.of(4, 5), List.of());
        assertThat(Statement.of("[2] It rains.")).containsExactly(new Statement("It rains.", List.of(2)));
    }

    @Test
    void citedShare_countsOnlyExistingDocuments() {
        CitedShare rule = new CitedShare(2, 0.5);
        // Cited well, no citation, document 3 of 2, document 0.
        assertThat(rule.check("It is red [1]. It is blue. It is dark [1][3]. It is low [0].")
                        .score())
                .isEqualTo(0.25);
        assertThat(rule.check("It is red [1]. It is blue.").passed()).isTrue();
        assertThat(rule.check("It is red [1]. It is blue.").evidence()).isEqualTo("It is blue.");
        assertThat(rule.check(" ").score()).isZero();
    }

    @Test
    void citationReward_stageOne() {
        CitationReward reward = CitationReward.groundGrpo();
        List<String> claims = List.of("Paris", "Seine");
        Support first = statement -> statement.cited().contains(1);
        // Paris is supported (1), the Seine cited wrongly (0.5 - 0.5).
        assertThat(reward.check("It is paris [1]. On the Seine [2].", claims, first)
                        .score())
                .isEqualTo(1);
        assertThat(reward.check("It is Paris. On the Seine.", claims, first).score())
                .isEqualTo(1);
        assertThat(reward.check("It is Paris [1] on the Seine.", claims, first).score())
                .isEqualTo(2);
        assertThat(reward.range(2)).isEqualTo(new ScoreRange(0, 2));
    }

    @Test
    void citationReward_repeatingAClaimEarnsNothing() {
        CitationReward reward = CitationReward.groundGrpo();
        Support all = statement -> true;
        double once = reward.check("It is Paris [1].", List.of("Paris"), all).score();
        double twice = reward.check("It is Paris [1]. Paris it is.", List.of("Paris"), all)
                .score();
        assertThat(twice).isEqualTo(once).isEqualTo(1);
    }

    @Test
    void options_areChecked() {
        assertThatThrownBy(() -> new Refusal(" ", 0.5)).hasMessageContaining("blank");
        assertThatThrownBy(() -> new Refusal("a", 1)).hasMessageContaining("got 1.0");
        assertThatThrownBy(() -> new CitedShare(0, 0.5)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new CitationReward(-1, 0)).hasMessageContaining("-1.0 and 0.0");
    }
}
