package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.LetterCase;

/**
 * A letter occurs often, or seldom, enough, in either case.
 *
 * <p>Any single character is accepted: two official prompts ask for {@code #} and {@code !}. The reference replaces
 * those by a random letter.
 *
 * @param letter one character
 * @param frequency the threshold ({@code let_frequency})
 * @param relation how the count compares ({@code let_relation})
 */
public record LetterFrequency(String letter, int frequency, Relation relation) implements Instruction {

    public static final String ID = "keywords:letter_frequency";

    public LetterFrequency {
        letter = Checks.text("letter", letter);
        if (letter.codePointCount(0, letter.length()) != 1) {
            throw new IllegalArgumentException("letter must be one character, got \"" + letter + "\"");
        }
        Checks.atLeast(0, "let_frequency", frequency);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        int wanted = LetterCase.lower(letter).codePointAt(0);
        int count = Math.toIntExact(
                LetterCase.lower(text).codePoints().filter(c -> c == wanted).count());
        return relation.judge(count, "times '" + letter + "'", frequency);
    }
}
