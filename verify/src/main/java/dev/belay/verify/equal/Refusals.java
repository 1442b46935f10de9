package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.Rel;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Forms that would let an answer win without giving one: false chains, unevaluated operators, hedges. */
final class Refusals {

    private final Policy policy;
    private final Comparison comparison;

    Refusals(Policy policy, Comparison comparison) {
        this.policy = policy;
        this.comparison = comparison;
    }

    /** The refusal, or null when the answer's form is acceptable. */
    @Nullable
    Outcome check(Expr gold, Expr answer) {
        if (!policy.allows(Leniency.UNEVALUATED) && isUnevaluated(answer) && !isUnevaluated(gold)) {
            return Outcome.refused("the answer leaves a sum, product, integral or limit unevaluated");
        }
        if (!policy.allows(Leniency.UNEVALUATED) && Piece.isConstant(gold) && hasVariables(answer)) {
            return Outcome.refused("the answer keeps a variable where the gold is a number");
        }
        if (!policy.allows(Leniency.UNEVALUATED) && isNumeral(gold) && isArithmetic(answer)) {
            return Outcome.refused("the answer leaves plain arithmetic undone");
        }
        boolean hedged = answer instanceof Expr.Listing(var items, boolean either) && either;
        if (hedged
                && !Sequences.isSequence(gold)
                && !Forms.hasPlusMinus(gold)
                && !(gold instanceof Expr.Relation)
                && !RealSets.isSet(gold)) {
            return Outcome.refused("the answer offers alternatives");
        }
        boolean overlooked = policy.allows(Leniency.FALSE_CHAIN);
        if (answer instanceof Expr.Relation r && !(overlooked && Forms.isLabel(r.first())) && isFalseChain(r)) {
            return Outcome.refused("a step of the answer's chain of equalities is false");
        }
        return null;
    }

    private static boolean isUnevaluated(Expr e) {
        return e.any(Expr.Bound.class::isInstance);
    }

    private static boolean isNumeral(Expr e) {
        return e instanceof Expr.Int || e instanceof Expr.Dec || (e instanceof Expr.Neg(Expr of) && isNumeral(of));
    }

    /** "3+4" or "6*7": sums and products of numerals, which may be the question itself. A mixed number is none. */
    private static boolean isArithmetic(Expr e) {
        return switch (e) {
            case Expr.Add(var terms) -> terms.stream().allMatch(t -> isNumeral(t) || isArithmetic(t));
            case Expr.Mul(var factors) -> factors.stream().allMatch(f -> isNumeral(f) || isArithmetic(f));
            case Expr.Neg(Expr of) -> isArithmetic(of);
            default -> false;
        };
    }

    private static boolean hasVariables(Expr e) {
        return switch (e) {
            case Expr.Add _, Expr.Mul _, Expr.Div _, Expr.Pow _, Expr.Neg _, Expr.Call _ ->
                !Substitution.variables(e).isEmpty();
            default -> false;
        };
    }

    /** Whether two constant operands joined by = differ. */
    private boolean isFalseChain(Expr.Relation r) {
        List<Expr> constants = new ArrayList<>();
        for (int i = 0; i < r.operands().size(); i++) {
            boolean joined =
                    i == 0 ? r.operators().getFirst() == Rel.EQ : r.operators().get(i - 1) == Rel.EQ;
            if (joined && Piece.isConstant(r.operands().get(i))) {
                constants.add(r.operands().get(i));
            }
        }
        for (int i = 1; i < constants.size(); i++) {
            if (comparison.compare(constants.get(i - 1), constants.get(i)).finding() == Finding.DIFFERENT_VALUE) {
                return true;
            }
        }
        return false;
    }
}
