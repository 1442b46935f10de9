package dev.belay.verify.rules.grounding;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import java.util.List;

/**
 * The share of statements that cite at least one document, and cite only documents that exist.
 *
 * <p>A form check: it can be met by citing everything, so it belongs beside {@link CitationReward}, whose
 * {@link Support} looks at what the documents say. A text without statements scores 0.
 *
 * @param documents how many there are; citations count from 1
 * @param minimumShare share that passes, in [0, 1]
 */
public record CitedShare(int documents, double minimumShare) implements TextRule {

    public CitedShare {
        if (documents < 1) {
            throw new IllegalArgumentException("needs at least 1 document, got " + documents);
        }
        if (!(minimumShare >= 0 && minimumShare <= 1)) {
            throw new IllegalArgumentException("minimumShare must be in [0, 1], got " + minimumShare);
        }
    }

    @Override
    public RuleResult check(String text) {
        List<Statement> statements = Statement.of(text);
        if (statements.isEmpty()) {
            return RuleResult.fail("no statement", "");
        }
        List<Statement> uncited =
                statements.stream().filter(statement -> !isCited(statement)).toList();
        int cited = statements.size() - uncited.size();
        double share = (double) cited / statements.size();
        String reason = cited + " of " + statements.size() + " statements cite existing documents only";
        return new RuleResult(
                share >= minimumShare,
                share,
                reason,
                uncited.isEmpty() ? "" : uncited.getFirst().text());
    }

    private boolean isCited(Statement statement) {
        return !statement.cited().isEmpty()
                && statement.cited().stream().allMatch(document -> document >= 1 && document <= documents);
    }
}
