package dev.belay.model.forest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.PromptTree;
import dev.belay.model.forest.Forest.HeadRow;
import dev.belay.model.forest.Forest.Segment;
import dev.belay.model.forest.Forest.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForestTest {
    private static Forest forest(PromptTree... trees) {
        return new Forest(List.of(trees), 100, 1000);
    }

    private static PromptTree tree(int[] prompt, int[]... completions) {
        return new PromptTree(prompt, List.of(completions));
    }

    /** The tokens up to a row, found by walking the segments. */
    private static int[] history(Forest forest, int row) {
        for (Segment s : forest.segments()) {
            if (row >= s.start() && row < s.start() + s.length()) {
                return IntStream.range(0, s.prefixLength() + row - s.start() + 1)
                        .map(p -> forest.token(s.path()[p]))
                        .toArray();
            }
        }
        throw new AssertionError("row " + row + " is in no segment");
    }

    @Test
    void completions_thatBeginAlike_shareTheirRows() {
        // 1 2 | 3 4 5, 3 4 6 7, 3 4 5 9: rows 1 2, 3 4, 5, 6; the last tokens have none.
        Forest forest =
                forest(tree(new int[] {1, 2}, new int[] {3, 4, 5}, new int[] {3, 4, 6, 7}, new int[] {3, 4, 5, 9}));
        assertThat(forest.rows()).isEqualTo(6);
        assertThat(forest.segments()).hasSize(3);
        assertThat(forest.trees()).hasSize(1);
        for (int row = 0; row < forest.rows(); row++) {
            assertThat(forest.position(row)).isEqualTo(history(forest, row).length - 1);
        }
    }

    @Test
    void targets_standAtTheRowOfTheTokensBefore() {
        int[] prompt = {1, 2};
        List<int[]> completions = List.of(new int[] {3, 4, 5}, new int[] {3, 4, 6, 7}, new int[0], new int[] {8});
        Forest forest = forest(new PromptTree(prompt, completions));
        List<Target> seen = new ArrayList<>();
        for (HeadRow head : forest.headRows()) {
            for (Target t : head.targets()) {
                seen.add(t);
                int[] completion = completions.get(t.sequence());
                assertThat(t.token()).isEqualTo(completion[t.at()]);
                int[] before = IntStream.concat(
                                IntStream.of(prompt), IntStream.of(completion).limit(t.at()))
                        .toArray();
                assertThat(history(forest, head.row())).containsExactly(before);
            }
        }
        assertThat(seen).hasSize(3 + 4 + 0 + 1).doesNotHaveDuplicates();
        assertThat(List.of(forest.zeros()).stream().map(row -> row.length)).containsExactly(3, 4, 0, 1);
    }

    @Test
    void prompts_longAndAlike_growOnOneTree() {
        int[] common = IntStream.range(0, 40).toArray();
        int[] a = IntStream.concat(IntStream.of(common), IntStream.of(50)).toArray();
        int[] b = IntStream.concat(IntStream.of(common), IntStream.of(60, 61)).toArray();
        Forest forest = forest(tree(a, new int[] {1, 2}), tree(b, new int[] {1, 2}), tree(common, new int[] {50, 9}));
        assertThat(forest.trees()).hasSize(1);
        // 40 common, 50, 60 61, and of each completion the first token: the third's is row 50 itself.
        assertThat(forest.rows()).isEqualTo(40 + 1 + 2 + 1 + 1);
        assertThat(IntStream.of(forest.promptRows(1)).map(forest::token))
                .containsExactly(IntStream.of(b).boxed().toArray(Integer[]::new));
        assertThat(forest.promptRows(2)).hasSize(40);
    }

    @Test
    void prompts_short_haveTreesOfTheirOwn() {
        Forest forest = forest(tree(new int[] {1, 2}, new int[] {3}), tree(new int[] {1, 2}, new int[] {3}));
        assertThat(forest.trees()).hasSize(2);
        assertThat(forest.rows()).isEqualTo(4);
    }
}
