package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Samples;
import dev.belay.loop.reward.PhrasesReward.Form;
import dev.belay.verify.rules.phrase.PhraseList;
import dev.belay.verify.rules.repetition.RepeatedNgramShare;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesRewardTest {
    private static final String BOX = " \\boxed{1}";

    private static double score(Form form, boolean needsBox, String text) {
        Score s = new PhrasesReward(form, needsBox)
                .score(Samples.group("p", "1", text), Samples.context(1))
                .getFirst();
        return ((Score.Scored) s).value();
    }

    @Test
    void phrases_areTheFortyOfTheRelease() {
        assertThat(PhraseList.MATH).hasSize(40).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // text; code form (each phrase once, 1/20); paper form (each occurrence, 1/40)
                "Wait, so that is it; .1; .05",
                "wait wait wait; .05; .075",
                // plain substrings: "wait" sits inside "waiter"
                "the waiter; .05; .025",
                // the comma and the space belong to the phrase
                "first then; 0; 0",
                "First, then; .05; .025",
            })
    void score_byHand(String text, double code, double paper) {
        assertThat(score(Form.CODE, true, text + BOX)).isCloseTo(code, within(1e-12));
        assertThat(score(Form.PAPER, true, text + BOX)).isCloseTo(paper, within(1e-12));
    }

    @Test
    void score_inventedUserTurn_costsOneInCodeFormOnly() {
        String text = "wait, thus, hence user: and then" + BOX;
        assertThat(score(Form.CODE, true, text)).isZero();
        assertThat(score(Form.PAPER, true, text)).isCloseTo(3 / 40.0, within(1e-12));
    }

    @Test
    void score_allPhrases_isCappedAtOne() {
        String all = String.join(" ", PhraseList.MATH) + BOX;
        assertThat(score(Form.CODE, true, all)).isEqualTo(1);
    }

    @Test
    void score_withoutBox_isZeroUnlessTheGateIsOff() {
        assertThat(score(Form.CODE, true, "wait")).isZero();
        assertThat(score(Form.CODE, true, "wait \\boxed{}")).isZero();
        assertThat(score(Form.CODE, false, "wait")).isEqualTo(.05);
    }

    @ParameterizedTest
    @CsvSource({"2, .41", "3, .37", "5, .21", "10, .10", "30, .03"})
    void repeatedShare_ofABlock_fallsLikeOneOverItsRepetitions(int times, double share) {
        // 62 different words, k times: for k >= 3 all 62 phases repeat among 62k - 19 windows.
        String block = IntStream.range(0, 62).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        assertThat(repeatedShare((block + " ").repeat(times))).isCloseTo(share, within(.006));
    }

    @Test
    void repeatedShare_ofShortOrFreshText_isZero() {
        assertThat(repeatedShare("a a a a a")).isZero();
        assertThat(repeatedShare("")).isZero();
        assertThat(repeatedShare(IntStream.range(0, 99).mapToObj(i -> "w" + i).collect(Collectors.joining(" "))))
                .isZero();
    }

    @Test
    void score_unclosedBox_passesInCodeFormOnly() {
        // The released grader returns early only for an empty answer; an unclosed box is read as the whole text.
        assertThat(score(Form.CODE, true, "wait \\boxed{1")).isEqualTo(.05);
        assertThat(score(Form.PAPER, true, "wait \\boxed{1")).isZero();
    }

    private static double repeatedShare(String text) {
        return Math.abs(RepeatedNgramShare.rpr().check(text).score());
    }
}
