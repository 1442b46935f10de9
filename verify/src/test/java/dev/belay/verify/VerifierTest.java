package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.verify.policy.Leniency;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {

    @Test
    void verifyResponse_strict_needsABox() {
        Verification v = Verifier.strict().verifyResponse("4", "The answer is 4.");
        assertThat(v.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(v.reason()).isEqualTo(Reason.NO_ANSWER);
        assertThat(v.isUngradable()).isFalse();
        assertThat(v.extracted()).isNull();
    }

    @Test
    void verifyResponse_lenient_findsUnboxedAnswer() {
        Verification v = Verifier.lenient().verifyResponse("\\sqrt5", "Hence. The answer is: \\sqrt{5}.");
        assertThat(v.isEqual()).isTrue();
        assertThat(v.extracted()).isEqualTo("\\sqrt{5}");
    }

    @Test
    void verifyResponse_severalBoxes_onlyTheLastCounts() {
        String hedge = "Maybe \\boxed{5}, or rather\n\n\\boxed{6}.";
        assertThat(Verifier.strict().verifyResponse("5", hedge).verdict()).isEqualTo(Verdict.NOT_EQUAL);
        assertThat(Verifier.strict().verifyResponse("6", hedge).isEqual()).isTrue();
    }

    @Test
    void verifyResponse_noAnswerAndUnreadableGold_isTheGoldsFault() {
        assertThat(Verifier.strict().verifyResponse("\\frac{1}{", "nothing").isUngradable())
                .isTrue();
    }

    @Test
    void verifyAny_oneGoldMatches_isEqual() {
        Verifier strict = Verifier.strict();
        assertThat(strict.verifyAny(List.of("10", "x+1"), "1+x").isEqual()).isTrue();
        assertThat(strict.verifyAny(List.of("10", "x+2"), "1+x").verdict()).isEqualTo(Verdict.NOT_EQUAL);
        assertThat(strict.verifyAny(List.of(), "1+x").isUngradable()).isTrue();
    }

    @Test
    void with_changedPolicy_changesTheVerdict() {
        Verifier strict = Verifier.strict();
        assertThat(strict.verify("10", "10\\%").isEqual()).isFalse();
        assertThat(strict.with(strict.policy().with(Leniency.PERCENT_AS_NUMBER))
                        .verify("10", "10\\%")
                        .isEqual())
                .isTrue();
        assertThat(strict.with(strict.policy().without(Leniency.LABEL_DROPPED))
                        .verify("5", "x=5")
                        .isEqual())
                .isFalse();
    }

    @Test
    void verify_result_showsHowBothSidesWereRead() {
        Verification v = Verifier.strict().verify("\\frac12", "0.25");
        assertThat(v.gold()).isEqualTo("1/2");
        assertThat(v.answer()).isEqualTo("0.25");
        assertThat(v.reason()).isEqualTo(Reason.DIFFERENT_VALUE);
    }

    @Test
    void verify_goldIsAWholeSolution_isReadByMathVerifyPreset() {
        String solution = "We find that the area of the figure is as follows, so it is $\\boxed{12}$.";
        assertThat(Verifier.of(Preset.MATH_VERIFY)
                        .verifyResponse(solution, "The answer is 12.")
                        .isEqual())
                .isTrue();
    }
}
