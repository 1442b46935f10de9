package dev.belay.verify.rules.grounding;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.ScoreRange;
import dev.belay.verify.rules.text.LetterCase;
import java.util.List;

/**
 * The statement term of Ground-GRPO's first stage: each statement that contains a gold claim earns {@code claimBonus},
 * plus {@code citationBonus} if the documents it cites support it, minus it if they do not, and nothing if it cites none.
 *
 * <p>Source: arXiv 2506.15522, with 0.5 for both. A statement contains a claim if it holds it as a substring in any case.
 * The paper leaves open whether statements are summed or averaged; we sum and count each gold claim once, at the
 * statement that states it first, so that repeating a claim earns nothing and the reward is bounded by the number of
 * claims.
 *
 * @param claimBonus for stating a gold claim
 * @param citationBonus for a supporting citation, and the price of one that does not support
 */
public record CitationReward(double claimBonus, double citationBonus) {

    public CitationReward {
        if (!(claimBonus >= 0 && citationBonus >= 0) || !Double.isFinite(claimBonus + citationBonus)) {
            throw new IllegalArgumentException(
                    "bonuses must be finite and not negative, got " + claimBonus + " and " + citationBonus);
        }
    }

    /** The paper's values. */
    public static CitationReward groundGrpo() {
        return new CitationReward(0.5, 0.5);
    }

    /**
     * @param text the answer part of the response
     * @param claims the gold claims; the response passes if it states all of them
     * @param support the judge of cited statements
     */
    public RuleResult check(String text, List<String> claims, Support support) {
        List<Statement> statements = Statement.of(text);
        double score = 0;
        int stated = 0;
        for (String claim : claims) {
            String wanted = LetterCase.lower(claim);
            for (Statement statement : statements) {
                if (LetterCase.lower(statement.text()).contains(wanted)) {
                    stated++;
                    score += claimBonus + citation(statement, support);
                    break;
                }
            }
        }
        String reason = stated + " of " + claims.size() + " gold claims stated";
        return new RuleResult(stated == claims.size(), score, reason, "");
    }

    /** The scores of a response to a question with {@code claims} gold claims. */
    public ScoreRange range(int claims) {
        return new ScoreRange(
                Math.min(0, claims * (claimBonus - citationBonus)), claims * (claimBonus + citationBonus));
    }

    private double citation(Statement statement, Support support) {
        if (statement.cited().isEmpty()) {
            return 0;
        }
        return support.entails(statement) ? citationBonus : -citationBonus;
    }
}
