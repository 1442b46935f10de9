package dev.belay.verify.rules.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.verify.rules.ScoreRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthRulesTest {

    // L = 20480, B = 4096, so 16384 tokens are free and each 1024 more cost a quarter.
    @ParameterizedTest
    @CsvSource({"0, 0", "16384, 0", "17408, -0.25", "19456, -0.75", "20480, -1", "20481, -1", "40000, -1"})
    void dapo_goldenRow(int tokens, double score) {
        assertThat(SoftOverlong.dapo(20480, 4096).check(tokens).score()).isEqualTo(score);
    }

    // L = 100, B = 20: n = 140 is 60 over 80, three buffers.
    @ParameterizedTest
    @CsvSource({
        "DAPO, 1, 90, -0.5",
        "DAPO, 1, 140, -1",
        "VERL, 1, 90, -0.5",
        "VERL, 1, 140, -3",
        "VERL, 0.5, 140, -1.5",
        "OPENRLHF, 2, 90, -1",
        "OPENRLHF, 2, 140, -2"
    })
    void overlong_variantsDifferBeyondTheLimit(SoftOverlong.Variant variant, double factor, int tokens, double score) {
        SoftOverlong rule = new SoftOverlong(100, 20, factor, variant);
        assertThat(rule.check(tokens).score()).isEqualTo(score);
        assertThat(rule.range().contains(score)).isTrue();
        assertThat(rule.check(80).passed()).isTrue();
        assertThat(rule.check(81).passed()).isFalse();
    }

    @Test
    void overlong_neverIncreasesWithLength() {
        for (SoftOverlong.Variant variant : SoftOverlong.Variant.values()) {
            SoftOverlong rule = new SoftOverlong(100, 20, 1, variant);
            for (int n = 0; n < 300; n++) {
                assertThat(rule.check(n + 1).score())
                        .isLessThanOrEqualTo(rule.check(n).score());
            }
        }
    }

    @Test
    void overlong_badOptionsNameValueAndChoices() {
        assertThatThrownBy(() -> SoftOverlong.dapo(10, 20)).hasMessageContaining("bufferTokens 20 and maxTokens 10");
        assertThatThrownBy(() -> new SoftOverlong(10, 2, 0.5, SoftOverlong.Variant.DAPO))
                .hasMessageContaining("got 0.5")
                .hasMessageContaining("VERL, OPENRLHF");
        assertThatThrownBy(() -> new SoftOverlong(10, 2, Double.NaN, SoftOverlong.Variant.VERL))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> SoftOverlong.dapo(10, 2).check(-1)).hasMessageContaining("got -1");
    }

    // limit 100, 400 tokens to lose everything: 200 tokens are 100 over, a quarter of 400.
    @ParameterizedTest
    @CsvSource({"0, 1", "99, 1", "100, 1", "200, 0.75", "500, 0", "5000, 0"})
    void upToLimit_decaysAndStopsAtZero(int tokens, double score) {
        assertThat(new UpToLimit(100, 400).check(tokens).score()).isEqualTo(score);
        assertThat(new UpToLimit(100, 400).check(tokens).passed()).isEqualTo(tokens < 100);
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, 1",
        "500, true, 0.75",
        "1000, true, 0.5",
        "0, false, -1",
        "500, false, -0.75",
        "1000, false, -0.5",
        "1500, true, 0.5",
        "2000, true, 0.5",
        "2000, false, -0.5"
    })
    void cosine_goldenRowAndClampedBeyondTheMaximum(int tokens, boolean correct, double score) {
        CosineLength rule = CosineLength.openR1(1000);
        assertThat(rule.check(tokens, correct).score()).isCloseTo(score, within(1e-12));
        assertThat(rule.range()).isEqualTo(new ScoreRange(-1, 1));
    }

    @Test
    void cosine_rightFallsAndWrongRisesWithLength() {
        CosineLength rule = CosineLength.openR1(50);
        for (int n = 0; n < 80; n++) {
            assertThat(rule.check(n + 1, true).score())
                    .isLessThanOrEqualTo(rule.check(n, true).score());
            assertThat(rule.check(n + 1, false).score())
                    .isGreaterThanOrEqualTo(rule.check(n, false).score());
        }
    }

    @Test
    void relative_goldenGroup() {
        // min 100, max 200: lambda = 0.5, 0, -0.5, 0.5; the wrong one is capped at 0.
        double[] scores =
                new RelativeLength().scores(new int[] {100, 150, 200, 100}, new boolean[] {true, true, true, false});
        assertThat(scores).containsExactly(0.5, 0, -0.5, 0);
    }

    @Test
    void relative_equalLengthsAndEmptyGroupGiveNothing() {
        RelativeLength rule = new RelativeLength();
        assertThat(rule.scores(new int[] {7, 7}, new boolean[] {true, false})).containsExactly(0, 0);
        assertThat(rule.scores(new int[0], new boolean[0])).isEmpty();
        assertThat(rule.scores(new int[] {0, Integer.MAX_VALUE}, new boolean[] {false, false}))
                .containsExactly(0, -0.5);
        assertThatThrownBy(() -> rule.scores(new int[2], new boolean[1])).hasMessageContaining("2 lengths and 1");
    }
}
