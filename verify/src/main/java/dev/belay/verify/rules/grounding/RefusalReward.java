package dev.belay.verify.rules.grounding;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;

/**
 * The refusal term of Ground-GRPO's second stage: an answerable question earns {@code answerBonus} for not refusing, an
 * unanswerable one the fuzzy ratio for refusing; everything else 0.
 *
 * <p>Source: arXiv 2506.15522. A ratio of exactly the threshold counts as not refusing in both branches.
 *
 * @param refusal what counts as refusing
 * @param answerBonus reward for attempting an answerable question; 0.5 in the paper
 */
public record RefusalReward(Refusal refusal, double answerBonus) {

    public RefusalReward {
        if (!(answerBonus >= 0) || !Double.isFinite(answerBonus)) {
            throw new IllegalArgumentException("answerBonus must be finite and not negative, got " + answerBonus);
        }
    }

    /** The paper's values. */
    public static RefusalReward groundGrpo() {
        return new RefusalReward(Refusal.trustAlign(), 0.5);
    }

    /**
     * @param text the answer part of the response
     * @param answerable whether the given documents hold an answer
     */
    public RuleResult check(String text, boolean answerable) {
        RuleResult found = refusal.check(text);
        boolean right = found.passed() != answerable;
        double score = !right ? 0 : answerable ? answerBonus : found.score();
        String reason = (answerable ? "answerable, " : "unanswerable, ") + found.reason();
        return new RuleResult(right, score, reason, found.evidence());
    }

    public ScoreRange range() {
        return new ScoreRange(0, Math.max(1, answerBonus));
    }
}
