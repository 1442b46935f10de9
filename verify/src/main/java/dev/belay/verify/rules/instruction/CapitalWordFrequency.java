package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.TreebankWords;

/**
 * The number of words in capitals, as {@link TreebankWords} cuts them, compares with a threshold. "I" and "A" count.
 *
 * @param frequency the threshold ({@code capital_frequency})
 * @param relation how the count compares ({@code capital_relation})
 */
public record CapitalWordFrequency(int frequency, Relation relation) implements Instruction {

    public static final String ID = "change_case:capital_word_frequency";

    public CapitalWordFrequency {
        Checks.atLeast(0, "capital_frequency", frequency);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        int count = Math.toIntExact(
                TreebankWords.split(text).stream().filter(LetterCase::isUpper).count());
        return relation.judge(count, "words in capitals", frequency);
    }
}
