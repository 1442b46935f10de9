package dev.belay.loop.data.chains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.data.chains.ChainSpace.Split;
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
}
