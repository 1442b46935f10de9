package dev.belay.verify.rules.execution;

import dev.belay.verify.rules.RuleResult;
import java.util.Optional;

/**
 * The share of passed tests, 0 below a threshold; the program passes if the share reaches it.
 *
 * <p>Source: open-instruct's code verifier (threshold 0 is the plain share, 1 all or nothing). There a failing sandbox
 * scores 0, which punishes the policy for infrastructure; here it gives no score.
 *
 * @param threshold least share that counts, in [0, 1]
 */
public record PassRate(double threshold) {

    public PassRate {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must be in [0, 1], got " + threshold);
        }
    }

    /** The score of an outcome; empty if the sandbox was unavailable: the sample is not gradable. */
    public Optional<RuleResult> score(ExecutionOutcome outcome) {
        return switch (outcome) {
            case ExecutionOutcome.Unavailable unavailable -> Optional.empty();
            case ExecutionOutcome.Decided decided -> {
                double share = (double) decided.passed() / decided.total();
                boolean passed = share >= threshold;
                String reason = decided.passed() + " of " + decided.total() + " tests passed";
                yield Optional.of(new RuleResult(passed, passed ? share : 0, reason, ""));
            }
        };
    }
}
