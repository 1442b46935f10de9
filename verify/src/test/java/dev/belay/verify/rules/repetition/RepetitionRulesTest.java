package dev.belay.verify.rules.repetition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepetitionRulesTest {

    @Test
    void distinct_goldenRow() {
        // Four bigrams (5,5), one distinct: 1 - 1/4 = 0.75.
        assertThat(new DistinctNgramPenalty(2, -1, WordForm.EXACT)
                        .check(new int[] {5, 5, 5, 5, 5})
                        .score())
                .isEqualTo(-0.75);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "one two, 0", "one two three, 0", "a b c d e, 0", "a b c A B C, -0.25", "x x x x x, -0.66667"})
    void distinctOpenR1_trigramsOfLowerCasedWords(String text, double score) {
        // "a b c A B C": trigrams abc bca cab abc, 3 of 4 distinct. "x x x x x": 1 of 3.
        assertThat(DistinctNgramPenalty.openR1().check(text).score()).isCloseTo(score, within(1e-5));
        assertThat(DistinctNgramPenalty.openR1().check(text).passed()).isEqualTo(score == 0);
    }

    @Test
    void distinctWithoutPunctuation_movedCommasDoNotHideARepeat() {
        String text = "so we go, on so, we go on";
        assertThat(new DistinctNgramPenalty(3, -1, WordForm.LOWER_CASE)
                        .check(text)
                        .score())
                .isZero();
        // so we go on so we go on: trigrams swg wgo gos osw swg wgo, 4 of 6 distinct.
        assertThat(new DistinctNgramPenalty(3, -1, WordForm.LOWER_CASE_LETTERS)
                        .check(text)
                        .score())
                .isCloseTo(-1.0 / 3, within(1e-12));
    }

    @Test
    void limitRlpr_tenthCopyOfATenGramCosts() {
        String block = "a_b c d e f g h i j ";
        assertThat(NgramLimit.rlpr().check(block.repeat(9)).score()).isZero();
        assertThat(NgramLimit.rlpr().check(block.repeat(10)).score()).isEqualTo(-1);
        assertThat(NgramLimit.rlpr().check("").passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 1, 21", "3, 20, 41", "10, 20, 181"})
    void repeatedShare_shrinksWithTheNumberOfCopies(int copies, int repeated, int total) {
        // 20 different words k times: 20k - 19 grams. Two copies: only the block itself stands twice. From three copies
        // on each of its 20 rotations repeats.
        String block = IntStream.range(0, 20).mapToObj(w -> "w" + w + " ").collect(Collectors.joining());
        assertThat(RepeatedNgramShare.rpr().check(block.repeat(copies)).score())
                .isCloseTo(-(double) repeated / total, within(1e-12));
    }

    @Test
    void backToBack_tenCopiesFailNineDoNot() {
        BackToBackRepeat rule = BackToBackRepeat.spuriousRewards();
        assertThat(rule.check("0123456789".repeat(9)).passed()).isTrue();
        assertThat(rule.check("x" + "0123456789".repeat(10)).evidence()).isEqualTo("0123456789");
        // A pattern of 3 is below the minimum, but 12 characters of it are a pattern too.
        assertThat(rule.check("abc".repeat(39)).passed()).isTrue();
        assertThat(rule.check("abc".repeat(40)).passed()).isFalse();
        assertThat(rule.check("").score()).isEqualTo(1);
        assertThat(rule.check("z".repeat(256).substring(1) + "y").passed()).isFalse();
    }

    @Test
    void options_areChecked() {
        assertThatThrownBy(() -> new DistinctNgramPenalty(0, -1, WordForm.EXACT))
                .hasMessageContaining("got 0");
        assertThatThrownBy(() -> new DistinctNgramPenalty(2, 0.5, WordForm.EXACT))
                .hasMessageContaining("got 0.5");
        assertThatThrownBy(() -> new NgramLimit(2, 1, -1, WordForm.EXACT)).hasMessageContaining("got 1");
        assertThatThrownBy(() -> new BackToBackRepeat(5, 4, 2)).hasMessageContaining("5 and 4");
    }

    @Property
    void counts_agreeWithAPlainMap(
            @ForAll @Size(max = 40) List<@IntRange(min = -2, max = 2) Integer> tokens,
            @ForAll @IntRange(min = 1, max = 9) int n) {
        Map<List<Integer>, Integer> plain = new HashMap<>();
        for (int i = 0; i + n <= tokens.size(); i++) {
            plain.merge(tokens.subList(i, i + n), 1, Integer::sum);
        }
        int[] counts = Ngrams.counts(tokens.stream().mapToInt(Integer::intValue).toArray(), n);
        Arrays.sort(counts);
        assertThat(counts)
                .containsExactly(plain.values().stream()
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .toArray());
    }

    @Property
    void distinct_isBoundedAndBlindToRelabelling(
            @ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> tokens,
            @ForAll @IntRange(min = 1, max = 5) int n) {
        DistinctNgramPenalty rule = new DistinctNgramPenalty(n, -2, WordForm.EXACT);
        int[] plain = tokens.stream().mapToInt(Integer::intValue).toArray();
        int[] relabelled = tokens.stream().mapToInt(t -> 1000 - 7 * t).toArray();
        assertThat(rule.check(plain).score())
                .isBetween(-2.0, 0.0)
                .isEqualTo(rule.check(relabelled).score());
    }
}
