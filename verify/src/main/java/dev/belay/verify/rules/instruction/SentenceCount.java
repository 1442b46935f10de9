package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Sentences;

/**
 * The number of sentences, as {@link Sentences} splits them, compares with a threshold.
 *
 * @param sentences the threshold ({@code num_sentences})
 * @param relation how the count compares
 */
public record SentenceCount(int sentences, Relation relation) implements Instruction {

    public static final String ID = "length_constraints:number_sentences";

    public SentenceCount {
        Checks.atLeast(0, "num_sentences", sentences);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        return relation.judge(Sentences.count(text), "sentences", sentences);
    }
}
