package dev.belay.verify.rules;

/**
 * A check of one response by its text alone.
 *
 * <p>Hand it the response, not the prompt: a tag or a phrase the prompt mentions must not earn anything. Implementations
 * are pure and immutable, so one instance serves all threads; they answer every string and never throw on its content.
 */
public interface TextRule {

    /** Judges {@code text}, the response as generated. */
    RuleResult check(String text);

    /** Where {@link RuleResult#score()} lies; {@link ScoreRange#UNIT} unless the rule says otherwise. */
    default ScoreRange range() {
        return ScoreRange.UNIT;
    }
}
