package dev.belay.loop.data.sums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.data.Problem;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.data.Reference;
import dev.belay.loop.data.sums.Sums.Split;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SumsTest {
    private static final int ALL = 100_000;

    private static List<Problem> all(Split split, int largest) {
        return new Sums(split, largest, 2).open().first(ALL);
    }

    @Test
    void prompt_isExamplesThenTheQuestion() {
        Problem first = all(Split.TEST, 40).getFirst();
        String[] terms = first.id().split("\\+", -1);
        assertThat(first.prompt().getFirst().text())
                .isEqualTo("Question: 3 + 4?\nAnswer: 3 + 4 = 7. The answer is \\boxed{7}\n\n"
                        + "Question: 12 + 9?\nAnswer: 12 + 9 = 21. The answer is \\boxed{21}\n\n"
                        + "Question: " + terms[0] + " + " + terms[1] + "?\nAnswer:");
        assertThat(first.reference())
                .isEqualTo(Reference.answer(Integer.toString(Integer.parseInt(terms[0]) + Integer.parseInt(terms[1]))));
    }

    @Test
    void splits_areDisjointAndTogetherEverySumButTheExamples() {
        List<Problem> train = all(Split.TRAIN, 40);
        List<Problem> test = all(Split.TEST, 40);
        assertThat(train).doesNotContainAnyElementsOf(test);
        assertThat(train.size() + test.size()).isEqualTo(40 * 40 - 8);
        assertThat(test.size()).isBetween(150, 250);
        // A sum keeps its split when the range grows.
        assertThat(all(Split.TEST, 60).stream().map(Problem::id))
                .containsAll(test.stream().map(Problem::id).toList());
    }

    @Test
    void next_deals_everySumOnceAPass() {
        ProblemSource source = new Sums(Split.TRAIN, 20, 0).open();
        int n = source.first(ALL).size();
        RunState start = RunState.start(3, 10);
        assertThat(source.next(n, start)).doesNotHaveDuplicates().isNotEqualTo(source.first(n));
        assertThat(source.next(5, start)).isEqualTo(source.next(n, start).subList(0, 5));
    }

    @Test
    void options_outOfRange_areNamed() {
        assertThatThrownBy(() -> new Sums(Split.TEST, 9, 4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("sums: largest must be 10 to 1000, got 9");
        assertThatThrownBy(() -> new Sums(Split.TEST, 40, 9)).hasMessage("sums: shots must be 0 to 8, got 9");
    }
}
