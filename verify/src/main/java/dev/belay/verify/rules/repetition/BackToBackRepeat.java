package dev.belay.verify.rules.repetition;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;

/**
 * 0 if some pattern of {@code minChars} to {@code maxChars} characters stands {@code times} times back to back, else 1.
 *
 * <p>Source: the no-repetition reward of Spurious Rewards (arXiv 2506.10947; code: 10 to 256 characters, 10 times). A
 * pattern of p characters repeated k times is a run of (k - 1) * p positions equal to the one p before, so each p is one
 * pass; a shorter pattern is caught through its multiples. Characters are UTF-16 units.
 *
 * @param minChars shortest pattern
 * @param maxChars longest pattern; work grows with it
 * @param times copies in a row that fail the text, at least 2
 */
public record BackToBackRepeat(int minChars, int maxChars, int times) implements TextRule {

    public BackToBackRepeat {
        if (minChars < 1 || maxChars < minChars) {
            throw new IllegalArgumentException("needs 1 <= minChars <= maxChars, got " + minChars + " and " + maxChars);
        }
        if (times < 2) {
            throw new IllegalArgumentException("times must be at least 2, got " + times);
        }
    }

    /** 10 to 256 characters, 10 times. */
    public static BackToBackRepeat spuriousRewards() {
        return new BackToBackRepeat(10, 256, 10);
    }

    @Override
    public RuleResult check(String text) {
        int longest = Math.min(maxChars, text.length() / times);
        for (int period = minChars; period <= longest; period++) {
            long needed = (long) period * (times - 1);
            long run = 0;
            for (int i = period; i < text.length(); i++) {
                run = text.charAt(i) == text.charAt(i - period) ? run + 1 : 0;
                if (run == needed) {
                    String reason = "a pattern of " + period + " characters stands " + times + " times in a row";
                    return RuleResult.fail(reason, text.substring(i - period + 1, i + 1));
                }
            }
        }
        return RuleResult.pass("no pattern stands " + times + " times in a row", "");
    }
}
