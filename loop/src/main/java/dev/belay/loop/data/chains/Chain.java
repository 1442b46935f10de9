package dev.belay.loop.data.chains;

import java.util.ArrayList;
import java.util.List;

/**
 * A sum of small integers worked out from left to right, such as {@code 9-2+7+8}.
 *
 * @param terms signed terms, the first positive; {@code [9, -2, 7, 8]}. No partial sum is negative.
 */
public record Chain(List<Integer> terms) {
    private static final List<String> NUMBERS = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty");

    /** The largest term that has a number word. */
    public static final int LARGEST_TERM = NUMBERS.size() - 1;

    public Chain {
        terms = List.copyOf(terms);
    }

    /**
     * One addition or subtraction on the way.
     *
     * @param left the running value
     * @param term what is added to it; negative for a subtraction
     */
    public record Step(int left, int term) {
        public int result() {
            return left + term;
        }

        /** Whether the units digit overflows or has to borrow: where the forgetful solver goes wrong. */
        public boolean carries() {
            int units = left % 10 + term % 10;
            return units > 9 || units < 0;
        }

        /** The result of a solver that works on the units digit and forgets the carry or the borrow. */
        public int resultWithoutCarry() {
            return carries() ? result() - 10 * Integer.signum(term) : result();
        }

        /** {@code 7+8} */
        public String expression() {
            return left + (term < 0 ? "-" : "+") + Math.abs(term);
        }
    }

    /** The steps of a solver that makes no mistake. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        int value = terms.getFirst();
        for (int term : terms.subList(1, terms.size())) {
            Step step = new Step(value, term);
            steps.add(step);
            value = step.result();
        }
        return steps;
    }

    public int value() {
        return terms.stream().mapToInt(Integer::intValue).sum();
    }

    /** {@code 9-2+7+8} */
    public String symbols() {
        StringBuilder text = new StringBuilder().append(terms.getFirst());
        for (int term : terms.subList(1, terms.size())) {
            text.append(term < 0 ? '-' : '+').append(Math.abs(term));
        }
        return text.toString();
    }

    /** {@code nine minus two plus seven plus eight} */
    public String words() {
        StringBuilder text = new StringBuilder(NUMBERS.get(terms.getFirst()));
        for (int term : terms.subList(1, terms.size())) {
            text.append(term < 0 ? " minus " : " plus ").append(NUMBERS.get(Math.abs(term)));
        }
        return text.toString();
    }

    /** The number words, for a tokenizer that gives each a token of its own. */
    public static List<String> numberWords() {
        return NUMBERS;
    }
}
