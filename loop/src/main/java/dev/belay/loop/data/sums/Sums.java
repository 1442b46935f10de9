package dev.belay.loop.data.sums;

import dev.belay.loop.data.DataSet;
import dev.belay.loop.data.FixedProblems;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.schedule.Permutation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code use: sums}: sums of two numbers after a few worked examples in plain text, for pretrained models that were not
 * made for the task. The examples are the same for all problems, and are never problems themselves; a sum belongs to one
 * split whatever the seed. Completions are a line, so recipes give {@code rollout.stop: ["\n"]}.
 */
public record Sums(
        @Doc("train or test; disjoint") Split split,
        @Doc("numbers are 1 to this") @Default("40") int largest,

        @Doc("worked examples in front of the question, 0 to 8") @Default("4")
        int shots)
        implements DataSet {
    /** Which part of the sums. */
    public enum Split {
        TRAIN,
        TEST
    }

    private static final List<int[]> EXAMPLES = List.of(
            new int[] {3, 4},
            new int[] {12, 9},
            new int[] {20, 15},
            new int[] {7, 18},
            new int[] {16, 5},
            new int[] {31, 22},
            new int[] {8, 27},
            new int[] {35, 14});

    /** One sum in this many is a test sum. */
    private static final int TEST_ONE_IN = 8;

    private static final RandomKey STREAM = RandomKey.of(0).child("sums");

    public Sums {
        if (largest < 10 || largest > 1000) {
            throw new InvalidInputException("sums: largest must be 10 to 1000, got " + largest);
        }
        if (shots < 0 || shots > EXAMPLES.size()) {
            throw new InvalidInputException("sums: shots must be 0 to " + EXAMPLES.size() + ", got " + shots);
        }
    }

    @Override
    public ProblemSource open() {
        List<Problem> problems = new ArrayList<>();
        String examples = examples();
        for (int pair : Permutation.of(largest * largest, STREAM.child("order"))) {
            int a = pair / largest + 1;
            int b = pair % largest + 1;
            if (!isExample(a, b) && splitOf(a, b) == split) {
                String prompt = examples + question(a, b);
                problems.add(Problem.of(a + "+" + b, prompt, Integer.toString(a + b)));
            }
        }
        return new FixedProblems(problems);
    }

    /** A property of the sum itself, so that every seed and range agrees on it. */
    private static Split splitOf(int a, int b) {
        long hash = STREAM.child("split").child(a).bits(b);
        return Math.floorMod(hash, TEST_ONE_IN) == 0 ? Split.TEST : Split.TRAIN;
    }

    private static boolean isExample(int a, int b) {
        return EXAMPLES.stream().anyMatch(e -> e[0] == a && e[1] == b);
    }

    private String examples() {
        StringBuilder text = new StringBuilder();
        for (int[] e : EXAMPLES.subList(0, shots)) {
            int sum = e[0] + e[1];
            text.append(question(e[0], e[1]))
                    .append(" " + e[0] + " + " + e[1] + " = " + sum + ". The answer is \\boxed{" + sum + "}\n\n");
        }
        return text.toString();
    }

    private static String question(int a, int b) {
        return "Question: " + a + " + " + b + "?\nAnswer:";
    }
}
