package dev.belay.loop.reward;

import dev.belay.loop.data.Reference;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Group;
import dev.belay.verify.Reason;
import dev.belay.verify.Verdict;
import dev.belay.verify.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * 1 when the completion's answer equals one of the reference answers, else 0. A completion without a readable answer is
 * wrong; a gold answer that cannot be read makes the sample ungradable, because the problem is at fault.
 */
public record AnswerReward(
        @Doc("how answers are compared: a verify preset (strict, lenient, math-verify, …), or exact") @Default("strict")
        AnswerCheck check,

        @Doc("where an exact check looks: boxed, boxed-or-last-number") @Default("boxed")
        AnswerPlace place)
        implements Reward {
    /** The default: the strict preset of the verify module on the last box. */
    public static AnswerReward strict() {
        return new AnswerReward(AnswerCheck.STRICT, AnswerPlace.BOXED);
    }

    /** Exact fractions in the last box. */
    public static AnswerReward exact() {
        return new AnswerReward(AnswerCheck.EXACT, AnswerPlace.BOXED);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.REFERENCE);
    }

    @Override
    public List<Score> score(Group g, RewardContext c) {
        AnswerVerifier verifier = check.verifier(place);
        return switch (g.problem().reference()) {
            case Reference.Hidden() ->
                g.members().stream()
                        .map(m -> (Score) new Score.Ungradable("the problem has no reference answer"))
                        .toList();
            case Reference.Answers(List<String> golds) ->
                g.members().stream().map(m -> judge(verifier, golds, m.text())).toList();
        };
    }

    private Score judge(AnswerVerifier verifier, List<String> golds, String text) {
        Verification last = null;
        boolean goldAtFault = false;
        for (String gold : golds) {
            last = verifier.verify(gold, text);
            if (last.verdict() == Verdict.EQUAL) {
                return Score.of(1, Map.of(Score.PARSED, 1.0), note(last));
            }
            goldAtFault |= last.isUngradable();
        }
        if (last == null || goldAtFault) {
            return new Score.Ungradable("the gold answer " + String.join(" or ", golds)
                    + " cannot be read by check: "
                    + check.name().toLowerCase(Locale.ROOT).replace('_', '-')
                    + "; another check may read it");
        }
        boolean parsed = last.reason() != Reason.NO_ANSWER && last.reason() != Reason.ANSWER_UNREADABLE;
        return Score.of(0, Map.of(Score.PARSED, parsed ? 1.0 : 0.0), note(last));
    }

    private static String note(Verification v) {
        return v.extracted() == null ? v.reason().text() : v.extracted();
    }
}
