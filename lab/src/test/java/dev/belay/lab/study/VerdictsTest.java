package dev.belay.lab.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.lab.statistics.Interval;
import dev.belay.lab.study.Verdicts.Finding;
import dev.belay.lab.study.Verdicts.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
    private static final Verdicts WORDS = new Verdicts(0.05, 1);

    @ParameterizedTest
    @CsvSource({
        "0.02, 0.10, HIGHER",
        "-0.10, -0.02, LOWER",
        "0.01, 0.04, SMALL",
        "-0.04, -0.01, SMALL",
        "-0.04, 0.05, UNCHANGED",
        "-0.04, 0.06, UNCLEAR",
        "0.00, 0.06, UNCLEAR",
        "-0.30, 0.30, UNCLEAR"
    })
    void kind_table(double low, double high, Kind expected) {
        assertThat(WORDS.kind(change(low, high))).isEqualTo(expected);
    }

    @Test
    void sentence_oneFamily_neverSaysImproves() {
        for (Interval change : List.of(change(0.3, 0.4), change(-0.01, 0.4), change(-0.01, 0.01), change(-0.4, -0.3))) {
            String sentence = WORDS.sentence("the clean reward", "the base", List.of(new Finding("good", change)));
            assertThat(sentence).contains("n this family").doesNotContain("improve");
        }
    }

    @Test
    void sentence_oneFamilyAndSeed_saysWhatWasFound() {
        assertThat(WORDS.sentence("the clean reward", "the base", List.of(new Finding("good", change(0.3, 0.4)))))
                .isEqualTo("On this family, the clean reward ends 35 points higher than the base "
                        + "(95\u00a0% interval +30.0 to +40.0, one seed).");
    }

    @Test
    void sentence_familiesThatAllGain_saysImproves() {
        String sentence = new Verdicts(0.05, 5)
                .sentence(
                        "the clean reward",
                        "the base",
                        List.of(new Finding("good", change(0.3, 0.4)), new Finding("bad", change(0.1, 0.2))));
        assertThat(sentence)
                .startsWith("The clean reward improves held-out accuracy over the base on both families: good +35.0");
        assertThat(sentence).doesNotContain("one seed");
    }

    @Test
    void sentence_oneIntervalIncludesZero_refusesImproves() {
        Stream.of(change(-0.01, 0.2), change(-0.2, 0.2), change(-0.01, 0.01), change(-0.3, -0.1))
                .forEach(second -> {
                    String sentence = WORDS.sentence(
                            "the clean reward",
                            "the base",
                            List.of(new Finding("good", change(0.3, 0.4)), new Finding("bad", second)));
                    assertThat(sentence).startsWith("It depends on the family").doesNotContain("improve");
                });
    }

    @Test
    void sentence_tellsNoEvidenceFromEvidenceOfNone() {
        String unclear = WORDS.sentence("x", Verdicts.BASE, List.of(new Finding("good", change(-0.02, 0.08))));
        assertThat(unclear).contains("no evidence of a change").contains("8 points are not ruled out");
        String unchanged = WORDS.sentence("x", Verdicts.BASE, List.of(new Finding("good", change(-0.02, 0.03))));
        assertThat(unchanged).contains("evidence of no change beyond 5 points");
        assertThat(WORDS.sentence("x", "y", List.of(new Finding("good", change(-0.02, 0.03)))))
                .contains("evidence of no difference beyond 5 points");
    }

    private static Interval change(double low, double high) {
        return new Interval((low + high) / 2, low, high, 0.95);
    }
}
