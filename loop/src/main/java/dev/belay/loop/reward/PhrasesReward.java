package dev.belay.loop.reward;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Group;
import dev.belay.verify.rules.phrase.PhraseList;
import dev.belay.verify.rules.repetition.RepeatedNgramShare;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pays for phrases of reasoning and not for answers: the reasoning pattern reward of Lv et al., "The climb carves
 * wisdom deeper than the summit", arXiv 2505.22653, section 4.
 *
 * <p>Both forms look for 40 substrings in the lower-cased completion, cap the sum at 1, subtract the share of repeated
 * word 20-grams and stop at 0. {@link Form#PAPER} pays 1/40 for every occurrence. {@link Form#CODE} is the function
 * that was released: each phrase counts once and pays 1/20, and every invented {@code "user: "} turn costs 1. In both,
 * a completion without a filled box gets 0 while {@code needsBox} is on; CODE lets an unclosed box pass, as the released
 * training code does. That PAPER stops at 0 is our choice; the paper leaves it open.
 *
 * <p>The repetition penalty counts distinct 20-grams that occur more than once, so it falls like 1/k as a block is
 * repeated k times. It is kept as published: that flaw is part of what the method shows.
 */
public record PhrasesReward(
        @Doc("paper: 1/40 an occurrence; code: 1/20 a phrase, \"user: \" costs 1") @Default("code")
        Form form,

        @Doc("a completion without a filled box gets 0") @Default("true")
        boolean needsBox)
        implements Reward {
    /** Which description of the method is followed. */
    public enum Form {
        PAPER,
        CODE
    }

    @Override
    public List<Score> score(Group g, RewardContext c) {
        return g.members().stream().map(m -> judge(m.text())).toList();
    }

    private Score judge(String completion) {
        String text = completion.toLowerCase(Locale.ROOT);
        int present = 0;
        int occurrences = 0;
        for (String phrase : PhraseList.MATH) {
            int n = count(text, phrase);
            present += n > 0 ? 1 : 0;
            occurrences += n;
        }
        double repetition = Math.abs(RepeatedNgramShare.rpr().check(text).score());
        int turns = count(text, "user: ");
        double paid = form == Form.CODE ? present / 20.0 : occurrences / 40.0;
        double value = Math.max(0, Math.min(1, paid) - repetition - (form == Form.CODE ? turns : 0));
        boolean blocked = needsBox && answerless(Box.lastOf(completion));
        return Score.of(
                blocked ? 0 : value,
                Map.of("phrases", (double) present, "repetition", repetition, "turns", (double) turns),
                present + " phrases");
    }

    private boolean answerless(Box box) {
        return form == Form.CODE ? box.leavesReleasedGraderEmpty() : !box.filled();
    }

    private static int count(String text, String phrase) {
        int n = 0;
        for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length())) {
            n++;
        }
        return n;
    }
}
