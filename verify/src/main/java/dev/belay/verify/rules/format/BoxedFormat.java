package dev.belay.verify.rules.format;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import dev.belay.verify.rules.text.Box;

/**
 * At least one complete, non-empty {@code \boxed{…}} or {@code \fbox{…}}: the "format" reward of Spurious Rewards (arXiv
 * 2506.10947, {@code box_only_format}). What the box holds does not matter.
 *
 * <p>Braces are balanced by counting, so an unclosed box earns nothing; the published extractor falls back to the whole
 * text for R1-style models and is then nearly constant.
 *
 * @param region where a box counts
 */
public record BoxedFormat(Region region) implements TextRule {

    /** The part of the response that is looked at. */
    public enum Region {
        /** All of it. */
        ANYWHERE,
        /** After the last {@code </think>}; all of it if there is none. */
        AFTER_THINK
    }

    /** A box anywhere. */
    public static BoxedFormat anywhere() {
        return new BoxedFormat(Region.ANYWHERE);
    }

    @Override
    public RuleResult check(String text) {
        String looked = region == Region.AFTER_THINK ? Thinking.removed(text) : text;
        return Box.lastFilled(looked)
                .map(content -> RuleResult.pass("a complete box", content))
                .orElseGet(() -> RuleResult.fail("no complete, non-empty \\boxed{} or \\fbox{}", ""));
    }
}
