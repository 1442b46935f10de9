package dev.belay.verify.rules.format;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import dev.belay.verify.rules.text.Whitespace;

/**
 * The full R1 form: the whole response is {@code <think>…</think><answer>…</answer>} and each tag occurs exactly once.
 *
 * <p>Source: DeepSeek-R1 (arXiv 2501.12948), as open-r1's {@code format_reward}. Ours differs in two ways, both stricter:
 * a second copy of a tag fails (a lazy match lets it through there), and text after {@code </answer>} fails even on a new
 * line (there {@code $} matches at every line end). White space around the two blocks is allowed under
 * {@link TagSpacing#FREE}.
 *
 * @param opening where {@code <think>} stands
 * @param spacing what may surround the tags
 * @param content whether a blank block counts
 */
public record ThinkAnswerFormat(ThinkOpening opening, TagSpacing spacing, TagContent content) implements TextRule {

    /** Tags in the response, free spacing, any content. */
    public static ThinkAnswerFormat strict() {
        return new ThinkAnswerFormat(ThinkOpening.IN_RESPONSE, TagSpacing.FREE, TagContent.ANY);
    }

    /** open-r1's line layout. */
    public static ThinkAnswerFormat openR1() {
        return new ThinkAnswerFormat(ThinkOpening.IN_RESPONSE, TagSpacing.OWN_LINES, TagContent.ANY);
    }

    /** The same rule for templates whose prompt already ends with {@code <think>}. */
    public ThinkAnswerFormat openedByPrompt() {
        return new ThinkAnswerFormat(ThinkOpening.IN_PROMPT, spacing, content);
    }

    /** The same rule with blank blocks refused. */
    public ThinkAnswerFormat requiringContent() {
        return new ThinkAnswerFormat(opening, spacing, TagContent.NON_BLANK);
    }

    @Override
    public RuleResult check(String text) {
        for (Tag tag : Tag.values()) {
            int wanted = tag == Tag.THINK && opening == ThinkOpening.IN_PROMPT ? 0 : 1;
            int found = tag.count(text, TagSpacing.FREE);
            if (found != wanted) {
                return RuleResult.fail(tag.text() + " occurs " + found + " times, needs " + wanted, "");
            }
        }
        int think = opening == ThinkOpening.IN_PROMPT ? -Tag.THINK.text().length() : text.indexOf(Tag.THINK.text());
        int endThink = text.indexOf(Tag.END_THINK.text());
        int answer = text.indexOf(Tag.ANSWER.text());
        int endAnswer = text.indexOf(Tag.END_ANSWER.text());
        if (!(think < endThink && endThink < answer && answer < endAnswer)) {
            return RuleResult.fail("tags stand in the wrong order", "");
        }
        return checkBlocks(
                text.substring(0, Math.max(0, think)),
                text.substring(think + Tag.THINK.text().length(), endThink),
                text.substring(endThink + Tag.END_THINK.text().length(), answer),
                text.substring(answer + Tag.ANSWER.text().length(), endAnswer),
                text.substring(endAnswer + Tag.END_ANSWER.text().length()));
    }

    private RuleResult checkBlocks(String before, String thought, String between, String answer, String after) {
        if (spacing == TagSpacing.OWN_LINES) {
            boolean opened = opening == ThinkOpening.IN_PROMPT || isOwnLines(thought);
            if (!before.isEmpty() || !between.equals("\n") || !after.isEmpty() || !opened || !isOwnLines(answer)) {
                return RuleResult.fail("every tag must stand alone on its line, with nothing around the blocks", "");
            }
        } else if (!Whitespace.isBlank(before + between + after)) {
            String stray = Whitespace.strip(before + between + after);
            return RuleResult.fail("text outside the think and answer blocks", stray);
        }
        if (content == TagContent.NON_BLANK && (Whitespace.isBlank(thought) || Whitespace.isBlank(answer))) {
            return RuleResult.fail((Whitespace.isBlank(thought) ? "think" : "answer") + " block is blank", "");
        }
        return RuleResult.pass("one think block, then one answer block", Whitespace.strip(answer));
    }

    /** Starts and ends with its own line break, as {@code \n.*?\n} asks: a lone break is not two. */
    private static boolean isOwnLines(String block) {
        return block.length() >= 2 && block.startsWith("\n") && block.endsWith("\n");
    }
}
