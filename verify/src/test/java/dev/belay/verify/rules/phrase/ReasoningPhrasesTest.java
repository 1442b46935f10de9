package dev.belay.verify.rules.phrase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.verify.rules.phrase.ReasoningPhrases.Counting;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasoningPhrasesTest {

    @Test
    void lists_haveThePublishedSizes() {
        assertThat(PhraseList.MATH).hasSize(40).doesNotHaveDuplicates();
        assertThat(PhraseList.OPEN_ENDED).hasSize(53).doesNotHaveDuplicates();
    }

    @Test
    void paper_paysEachOccurrence() {
        // wait x3, thus x1: 4/40.
        assertThat(ReasoningPhrases.paper().check("Wait, wait, thus WAIT").score())
                .isEqualTo(0.1);
        assertThat(ReasoningPhrases.paper().check("wait ".repeat(10)).score()).isEqualTo(0.25);
    }

    @Test
    void code_paysPresenceOnlyInsideABoxedResponse() {
        assertThat(ReasoningPhrases.code().check("wait, wait, thus \\boxed{1}").score())
                .isEqualTo(0.1);
        assertThat(ReasoningPhrases.code().check("wait, thus").reason()).isEqualTo("no complete, filled box");
        assertThat(ReasoningPhrases.code().check("wait, thus").score()).isZero();
        // Plain substrings: await holds wait.
        assertThat(ReasoningPhrases.code().check("await \\boxed{1}").evidence()).isEqualTo("wait");
    }

    @Test
    void code_repeatingAPhraseChangesNothing() {
        double once = ReasoningPhrases.code().check("let me check \\boxed{1}").score();
        double often = ReasoningPhrases.code()
                .check("let me check ".repeat(5) + "\\boxed{1}")
                .score();
        assertThat(often).isEqualTo(once).isEqualTo(0.05);
    }

    @Test
    void code_everyInventedTurnCostsOne() {
        String all = String.join(" . ", PhraseList.MATH) + " \\boxed{1}";
        // 40 phrases reach the cap of 1 at 20; one "user: " takes it all.
        assertThat(ReasoningPhrases.code().check(all).score()).isEqualTo(1);
        assertThat(ReasoningPhrases.code().check(all + " User: ").score()).isZero();
        assertThat(ReasoningPhrases.openEnded().check(all + " User: ").score()).isEqualTo(1);
    }

    @Test
    void repetition_isSubtractedAndFlooredAtZeroInCode() {
        String block = "a b c d e f g h i j k l m n o p q r s t ";
        String text = block.repeat(3) + "\\boxed{1}";
        // 61 words, so 42 grams; each of the 20 rotations of the block stands at least twice.
        double share = 20.0 / 42;
        assertThat(ReasoningPhrases.paper().check(text).score()).isCloseTo(-share, within(1e-12));
        assertThat(ReasoningPhrases.code().check(text).score()).isZero();
        assertThat(ReasoningPhrases.code().range().low()).isZero();
    }

    @Test
    void presence_ofOnePhraseOrItsAbsence() {
        PhrasePresence absent = new PhrasePresence("Python", PhrasePresence.Wanted.ABSENT);
        assertThat(PhrasePresence.python().check("Let's use PYTHON.").score()).isEqualTo(1);
        assertThat(PhrasePresence.python().check("By hand.").score()).isZero();
        assertThat(absent.check("By hand.").passed()).isTrue();
        assertThat(absent.check("a python3 script").evidence()).isEqualTo("python3 script");
        assertThatThrownBy(() -> new PhrasePresence("", PhrasePresence.Wanted.ABSENT))
                .hasMessageContaining("not be empty");
    }

    @Test
    void options_areChecked() {
        assertThatThrownBy(() -> new ReasoningPhrases(List.of("Wait"), Counting.PRESENCE, 20, Set.of(), 0))
                .hasMessageContaining("\"Wait\"");
        assertThatThrownBy(() -> new ReasoningPhrases(List.of(), Counting.PRESENCE, 20, Set.of(), 0))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> new ReasoningPhrases(List.of("a"), Counting.PRESENCE, 0, Set.of(), 0))
                .hasMessageContaining("got 0");
        assertThatThrownBy(() -> new ReasoningPhrases(List.of("a"), Counting.PRESENCE, 1, Set.of(), -2))
                .hasMessageContaining("got -2");
    }
}
