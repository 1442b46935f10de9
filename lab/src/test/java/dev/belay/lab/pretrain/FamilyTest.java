package dev.belay.lab.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.data.chains.Chain;
import dev.belay.loop.data.chains.ChainFormat;
import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyTest {
    private static final Chain CHAIN = new Chain(List.of(9, -2, 7, 8));

    private static TraceStyle style(Strategy strategy, double forgetCarry) {
        return new TraceStyle(strategy, 1, forgetCarry, 0, 0, 0);
    }

    @Test
    void solution_codeWithoutErrors_showsEveryStep() {
        assertThat(Traces.solution(CHAIN, style(Strategy.CODE, 0), RandomKey.of(0)))
                .isEqualTo("code 9-2=7;7+7=14;14+8=22 \\boxed{22}");
    }

    @Test
    void solution_alwaysForgettingCarries_propagatesTheWrongDigit() {
        // 7+7 carries: 4 instead of 14; 4+8 carries again: 2 instead of 12
        assertThat(Traces.solution(CHAIN, style(Strategy.CODE, 1), RandomKey.of(0)))
                .isEqualTo("code 9-2=7;7+7=4;4+8=2 \\boxed{2}");
    }

    @Test
    void solution_forgettingABorrow_leavesTenTooMuch() {
        Chain borrow = new Chain(List.of(9, 3, -5)); // 12-5: units 2-5 borrow; without it 17
        assertThat(Traces.solution(borrow, style(Strategy.CODE, 1), RandomKey.of(0)))
                .isEqualTo("code 9+3=2;2-5=7 \\boxed{7}");
    }

    @Test
    void solution_missingBoxAlways_endsAfterTheLastStep() {
        TraceStyle unboxed = new TraceStyle(Strategy.CODE, 1, 0, 0, 1, 0);
        assertThat(Traces.solution(CHAIN, unboxed, RandomKey.of(0))).isEqualTo("code 9-2=7;7+7=14;14+8=22");
    }

    @Test
    void document_sameKeyAndIndex_isTheSameText() {
        Family family = new Family("t", "test", 3, 9, List.of(style(Strategy.PLAIN, 0.5)));
        RandomKey key = RandomKey.of(3);
        assertThat(family.document(key, 5)).isEqualTo(family.document(key, 5)).isNotEqualTo(family.document(key, 6));
    }

    @Test
    void document_styleShares_areThoseOfTheFamily() {
        Family family = new Family(
                "t",
                "test",
                3,
                9,
                List.of(
                        new TraceStyle(Strategy.CODE, 0.65, 0, 0, 0, 0),
                        new TraceStyle(Strategy.PLAIN, 0.35, 0, 0, 0, 0)));
        long code = 0;
        for (int i = 0; i < 4000; i++) {
            code += family.document(RandomKey.of(1), i).contains(ChainFormat.BOT + "code ") ? 1 : 0;
        }
        // binomial(4000, .65): sd .0075; five of them
        assertThat(code / 4000.0).isBetween(0.65 - 0.038, 0.65 + 0.038);
    }

    @Test
    void family_sharesNotOne_refused() {
        assertThatThrownBy(() -> new Family("t", "test", 3, 9, List.of(new TraceStyle(Strategy.CODE, 0.5, 0, 0, 0, 0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the shares of the styles must add up to 1, got 0.5");
    }
}
