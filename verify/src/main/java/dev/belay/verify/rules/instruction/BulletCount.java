package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Whitespace;

/**
 * An exact number of bullet points: lines that begin, after white space, with {@code *} and another character that is no
 * {@code *}, or with {@code -}. So a divider {@code ---} is a bullet and bold text at the start of a line is none.
 *
 * @param bullets how many ({@code num_bullets})
 */
public record BulletCount(int bullets) implements Instruction {

    public static final String ID = "detectable_format:number_bullet_lists";

    public BulletCount {
        Checks.atLeast(0, "num_bullets", bullets);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            while (at < text.length() && Whitespace.is(text.charAt(at))) {
                at++;
            }
            boolean star = text.startsWith("*", at) && at + 1 < text.length() && text.charAt(at + 1) != '*';
            boolean dash = text.startsWith("-", at);
            count += star || dash ? 1 : 0;
            // A star takes the character after it along, even a line break: the reference's pattern does.
            int end = text.indexOf('\n', at + (star ? 2 : 0));
            at = end < 0 ? text.length() : end + 1;
        }
        return Relation.EXACTLY.judge(count, "bullet points", bullets);
    }
}
