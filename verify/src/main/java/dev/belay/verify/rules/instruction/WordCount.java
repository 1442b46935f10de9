package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Words;

/**
 * The number of words, as {@link Words} counts them, compares with a threshold.
 *
 * @param words the threshold ({@code num_words})
 * @param relation how the count compares
 */
public record WordCount(int words, Relation relation) implements Instruction {

    public static final String ID = "length_constraints:number_words";

    public WordCount {
        Checks.atLeast(0, "num_words", words);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        return relation.judge(Words.count(text), "words", words);
    }
}
