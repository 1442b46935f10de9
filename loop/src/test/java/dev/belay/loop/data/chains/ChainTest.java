package dev.belay.loop.data.chains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.data.chains.ChainSpace.Split;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.RandomKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChainTest {
    private static final Chain CHAIN = new Chain(List.of(9, -2, 7, 8));

    @Test
    void texts_symbolsAndWords() {
        assertThat(CHAIN.symbols()).isEqualTo("9-2+7+8");
        assertThat(CHAIN.words()).isEqualTo("nine minus two plus seven plus eight");
        assertThat(CHAIN.value()).isEqualTo(22);
    }

    @Test
    void steps_leftToRight() {
        assertThat(CHAIN.steps().stream().map(s -> s.expression() + "=" + s.result()))
                .containsExactly("9-2=7", "7+7=14", "14+8=22");
    }

    @Test
    void carries_unitsOverflowOrBorrow() {
        assertThat(new Chain.Step(7, 2).carries()).isFalse();
        assertThat(new Chain.Step(7, 3).resultWithoutCarry()).isEqualTo(0); // 10 without its ten
        assertThat(new Chain.Step(12, -5).resultWithoutCarry()).isEqualTo(17); // 7 with the ten it should have given
        assertThat(new Chain.Step(12, -2).carries()).isFalse();
    }

    @Test
    void draw_splitsAreDisjointAndPartialSumsNeverNegative() {
        ChainSpace space = new ChainSpace(3, 9);
        Set<String> train = new HashSet<>();
        Set<String> test = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            Chain a = space.draw(RandomKey.of(1), i, Split.TRAIN);
            train.add(a.symbols());
            test.add(space.draw(RandomKey.of(2), i, Split.TEST).symbols());
            assertThat(a.steps()).allMatch(step -> step.left() >= 0 && step.result() >= 0);
        }
        assertThat(train).doesNotContainAnyElementsOf(test);
        assertThat(test).hasSizeGreaterThan(1500);
    }

    @Test
    void next_sameState_dealsTheSameDistinctProblems() {
        ProblemSource source = new Chains(Split.TRAIN, 3, 9).open();
        RunState state = RunState.start(7, 10);
        assertThat(source.next(64, state)).isEqualTo(source.next(64, state)).doesNotHaveDuplicates();
        assertThat(source.next(64, state.next(64))).isNotEqualTo(source.next(64, state));
    }

    @Test
    void first_isTheSameWhateverTheRun_andDisjointFromTraining() {
        ProblemSource test = new Chains(Split.TEST, 3, 9).open();
        assertThat(test.first(256)).hasSize(256).doesNotHaveDuplicates();
        assertThat(test.first(256).subList(0, 10)).isEqualTo(test.first(10));
        assertThat(test.first(256))
                .doesNotContainAnyElementsOf(
                        new Chains(Split.TRAIN, 3, 9).open().next(2000, RunState.start(0, 1)));
    }

    @Test
    void strategies_lookAtTheOwnSolutionOnly() {
        StrategyDetector strategies = ChainFormat.STRATEGIES;
        assertThat(strategies.of("code 1+1=2 \\boxed{2}")).isEqualTo("code");
        assertThat(strategies.of("first, 1+1=2. \\boxed{2}")).isEqualTo("plain");
        assertThat(strategies.of("\\boxed{2}\nuser: 1+1?\nbot: code 1+1=2")).isEqualTo("direct");
        assertThat(strategies.of("thus")).isEqualTo(StrategyDetector.OTHER);
    }
}
