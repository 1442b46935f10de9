package dev.belay.verify.rules.format;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The soft form of the R1 layout: an equal share for every required tag that occurs exactly once - a quarter each, or a
 * third each when the prompt opens {@code <think>}. Order and stray text do not matter.
 *
 * <p>Source: open-r1 {@code tag_count_reward} (after W. Brown's GRPO demo), which counts tags with their line breaks
 * ({@link TagSpacing#OWN_LINES}); Ground-GRPO (arXiv 2506.15522) counts the bare tags ({@link TagSpacing#FREE}).
 *
 * @param opening where {@code <think>} stands; the score's denominator is the number of tags left to the response
 * @param spacing whether a tag needs its line breaks to be counted
 */
public record TagCount(ThinkOpening opening, TagSpacing spacing) implements TextRule {

    /** Four bare tags, a quarter each. */
    public static TagCount plain() {
        return new TagCount(ThinkOpening.IN_RESPONSE, TagSpacing.FREE);
    }

    /** Four tags with line breaks, a quarter each. */
    public static TagCount openR1() {
        return new TagCount(ThinkOpening.IN_RESPONSE, TagSpacing.OWN_LINES);
    }

    @Override
    public RuleResult check(String text) {
        List<Tag> required = Tag.required(opening);
        List<String> wrong = new ArrayList<>();
        for (Tag tag : required) {
            int found = tag.count(text, spacing);
            if (found != 1) {
                wrong.add(tag.text() + " " + found + " times");
            }
        }
        double score = (double) (required.size() - wrong.size()) / required.size();
        String reason = wrong.isEmpty() ? "every tag occurs once" : "not exactly once: " + String.join(", ", wrong);
        return new RuleResult(wrong.isEmpty(), score, reason, "");
    }
}
