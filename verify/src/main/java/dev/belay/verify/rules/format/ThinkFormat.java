package dev.belay.verify.rules.format;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import dev.belay.verify.rules.text.Whitespace;

/**
 * The think form without answer tags: the response begins with {@code <think>}, closes it once, and nests nothing.
 *
 * <p>Source: TRL {@code think_format_reward}. Ours also refuses a second {@code </think>}, which TRL lets through.
 *
 * @param opening where {@code <think>} stands
 * @param content whether a blank think block, or nothing after it, counts
 */
public record ThinkFormat(ThinkOpening opening, TagContent content) implements TextRule {

    /** TRL's form. */
    public static ThinkFormat trl() {
        return new ThinkFormat(ThinkOpening.IN_RESPONSE, TagContent.ANY);
    }

    @Override
    public RuleResult check(String text) {
        String open = Tag.THINK.text();
        int wantedOpen = opening == ThinkOpening.IN_RESPONSE ? 1 : 0;
        int opened = Tag.THINK.count(text, TagSpacing.FREE);
        int closed = Tag.END_THINK.count(text, TagSpacing.FREE);
        if (opened != wantedOpen || closed != 1) {
            return RuleResult.fail(
                    "needs " + wantedOpen + " <think> and 1 </think>, found " + opened + " and " + closed, "");
        }
        if (wantedOpen == 1 && !text.startsWith(open)) {
            return RuleResult.fail("response does not begin with <think>", text);
        }
        int close = text.indexOf(Tag.END_THINK.text());
        String thought = text.substring(wantedOpen * open.length(), close);
        String answer = text.substring(close + Tag.END_THINK.text().length());
        if (content == TagContent.NON_BLANK && (Whitespace.isBlank(thought) || Whitespace.isBlank(answer))) {
            return RuleResult.fail((Whitespace.isBlank(thought) ? "think block" : "answer") + " is blank", "");
        }
        return RuleResult.pass("one think block at the start", Whitespace.strip(answer));
    }
}
