package dev.belay.verify;

import dev.belay.verify.equal.Comparison;
import dev.belay.verify.equal.Outcome;
import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.parse.Convention;
import dev.belay.verify.parse.Reader;
import dev.belay.verify.parse.Reading;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.util.EnumSet;
import java.util.Set;

/**
 * Compares two texts in their usual readings, then in the other customary ones if spellings are ambiguous. One instance
 * serves one verification: all its comparisons share one budget.
 */
final class Readings {

    private static final Set<Convention> USUAL = Set.of();

    /** Units for reading a character. */
    private static final long CHARACTER = 10;

    private final Policy policy;
    private final Budget budget;

    Readings(Policy policy) {
        this.policy = policy;
        this.budget = new Budget(policy.stepBudget());
    }

    private Comparison comparison() {
        return new Comparison(policy, budget);
    }

    Reading read(String text) {
        return Reader.read(text, USUAL);
    }

    Outcome compare(String goldText, Reading.Read gold, String answerText, Reading.Read answer) {
        Outcome usual = comparison().run(gold.value(), answer.value());
        if (usual.isEqual()) {
            return usual;
        }
        EnumSet<Convention> open = EnumSet.noneOf(Convention.class);
        open.addAll(gold.ambiguities());
        open.addAll(answer.ambiguities());
        for (Convention convention : open) {
            if (!allowed(convention)) {
                continue;
            }
            if (!affordable(goldText.length() + answerText.length())) {
                return Outcome.BUDGET;
            }
            Outcome other = under(convention, goldText, gold, answerText, answer);
            if (other.isEqual()) {
                return other;
            }
        }
        return usual;
    }

    /** Whether the budget pays for reading so many characters once more; it then has. */
    private boolean affordable(long characters) {
        try {
            budget.spend(CHARACTER * characters);
            return true;
        } catch (Unevaluable spent) {
            return false;
        }
    }

    private boolean allowed(Convention convention) {
        return switch (convention) {
            case DECIMAL_COMMA -> policy.allows(Leniency.DECIMAL_COMMA);
            case NATURAL_LOG -> policy.allows(Leniency.NATURAL_LOG);
            default -> true;
        };
    }

    private Outcome under(
            Convention convention, String goldText, Reading.Read gold, String answerText, Reading.Read answer) {
        if (convention == Convention.DECIMAL_COMMA) {
            // Only an answer may be European, and only where a single decimal is asked for.
            return isDecimal(gold.value())
                    ? comparison().run(gold.value(), again(convention, answerText, answer))
                    : comparison().run(gold.value(), answer.value());
        }
        Expr g = again(convention, goldText, gold);
        Expr a = again(convention, answerText, answer);
        Outcome both = comparison().run(g, a);
        if (both.isEqual()
                || !(gold.ambiguities().contains(convention)
                        && answer.ambiguities().contains(convention))) {
            return both;
        }
        Outcome answerOnly = comparison().run(gold.value(), a);
        return answerOnly.isEqual() ? answerOnly : comparison().run(g, answer.value());
    }

    private static Expr again(Convention convention, String text, Reading.Read usual) {
        if (!usual.ambiguities().contains(convention)) {
            return usual.value();
        }
        Reading other = Reader.read(text, Set.of(convention));
        return other instanceof Reading.Read r ? r.value() : usual.value();
    }

    private static boolean isDecimal(Expr e) {
        return e instanceof Expr.Dec || (e instanceof Expr.Neg(Expr of) && isDecimal(of));
    }
}
