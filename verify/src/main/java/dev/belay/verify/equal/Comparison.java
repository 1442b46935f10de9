package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.util.List;

/** One comparison of two trees under a policy: the matrix of kinds. Gold first everywhere. Use once. */
public final class Comparison {

    /** Units for the walks through a tree that find out what kind of value it is, a node of it. */
    private static final long WALKS = 4;

    private final Budget budget;
    private final Policy policy;
    private final Scalars scalars;
    private final Sequences sequences;
    private final Relations relations;
    private final Measures measures;
    private final RealSets sets;

    /** @param budget the steps that this comparison may take, maybe shared with others of the same verification */
    public Comparison(Policy policy, Budget budget) {
        this.budget = budget;
        this.policy = policy;
        this.scalars = new Scalars(policy, budget);
        this.sequences = new Sequences(this);
        this.relations = new Relations(this, budget);
        this.measures = new Measures(this);
        this.sets = new RealSets(this);
    }

    /** Compares; never throws. */
    public Outcome run(Expr gold, Expr answer) {
        try {
            Parametric gp = Parametric.of(gold);
            Parametric ap = Parametric.of(answer);
            if (gp.hasRange() && ap.hasRange() && !gp.sets().equals(ap.sets())) {
                return new Outcome(Finding.DIFFERENT_VALUE, "parameters range over different sets");
            }
            Expr g = Forms.plain(measures.total(gp.renamedLike(ap)));
            Expr a = Forms.plain(measures.total(ap.value()));
            if (g instanceof Expr.Listing(var same, var either)
                    && either
                    && same.size() <= 3
                    && same.stream().allMatch(e -> isSameScalar(same.getFirst(), e))) {
                g = same.getFirst(); // "7/2 or 3.5"
            }
            Outcome refused = new Refusals(policy, this).check(g, a);
            return refused != null ? refused : compare(g, a);
        } catch (Unevaluable none) {
            return Scalars.undecided(none);
        } catch (ArithmeticException overflow) {
            return Outcome.BUDGET;
        }
    }

    Policy policy() {
        return policy;
    }

    boolean allows(Leniency leniency) {
        return policy.allows(leniency);
    }

    Budget budget() {
        return budget;
    }

    RealSets sets() {
        return sets;
    }

    Outcome scalar(Expr g, Expr a) {
        return scalars.compare(g, a);
    }

    Outcome compare(Expr g, Expr a) {
        if (g.equals(a)) {
            return Outcome.SAME;
        }
        if (g instanceof Expr.Text || a instanceof Expr.Text) {
            return Texts.compare(g, a, allows(Leniency.CASE_IGNORED));
        }
        if (g instanceof Expr.Quantity || a instanceof Expr.Quantity) {
            return measures.quantities(g, a);
        }
        if (g instanceof Expr.Percent || a instanceof Expr.Percent) {
            return measures.percents(g, a);
        }
        if (g instanceof Expr.Modular || a instanceof Expr.Modular) {
            return relations.modular(g, a);
        }
        if (g instanceof Expr.Relation || a instanceof Expr.Relation) {
            return relations.compare(g, a);
        }
        return unlabelled(g, a);
    }

    /** Values without labels: sequences, sets, matrices, ratios, numbers. */
    private Outcome unlabelled(Expr g, Expr a) {
        budget.spend(WALKS * (Substitution.size(g) + Substitution.size(a)));
        if (Forms.hasPlusMinus(g) || Forms.hasPlusMinus(a)) {
            Expr ge = Forms.expand(g);
            Expr ae = Forms.expand(a);
            if (Forms.hasPlusMinus(ge) || Forms.hasPlusMinus(ae)) {
                return Outcome.KIND;
            }
            return compare(ge, ae);
        }
        if (g instanceof Expr.Matrix || a instanceof Expr.Matrix) {
            return sequences.matrices(g, a);
        }
        if (RealSets.isSet(g) || RealSets.isSet(a)) {
            return sets.compare(g, a);
        }
        if (Sequences.isSequence(g) || Sequences.isSequence(a)) {
            return sequences.compare(g, a);
        }
        if (g instanceof Expr.Ratio || a instanceof Expr.Ratio) {
            return sequences.ratios(g, a);
        }
        if (g instanceof Expr.BaseN || a instanceof Expr.BaseN) {
            return based(g, a);
        }
        if (g instanceof Expr.Apply(String quantifier, var gs)
                && a instanceof Expr.Apply(String other, var as)
                && quantifier.startsWith("\\")) {
            return quantifier.equals(other) ? each(gs, as) : Outcome.DIFFERENT;
        }
        Outcome outcome = scalars.compare(g, a);
        if (outcome.isDifferent() && allows(Leniency.PERCENT_HUNDREDFOLD)) {
            return measures.hundredfold(g, a, outcome);
        }
        return outcome;
    }

    /** Digits in a base are a form that was asked for: only the same form with the same value is equal. */
    private static Outcome based(Expr g, Expr a) {
        if (g instanceof Expr.BaseN(String gd, int gb) && a instanceof Expr.BaseN(String ad, int ab)) {
            return gb == ab && plainDigits(gd).equals(plainDigits(ad)) ? Outcome.SAME : Outcome.DIFFERENT;
        }
        return Outcome.refused("a number in a stated base against one without");
    }

    private static String plainDigits(String digits) {
        String whole = digits.replaceFirst("^0+(?=[0-9A-Z])", "");
        return whole.indexOf('.') < 0 ? whole : whole.replaceFirst("\\.?0+$", "");
    }

    private boolean isSameScalar(Expr x, Expr y) {
        return Piece.isConstant(x)
                && Piece.isConstant(y)
                && scalars.compare(x, y).isEqual();
    }

    /** One element against another: a set inside a set is no value. */
    Outcome element(Expr g, Expr a) {
        return g instanceof Expr.SetOf != a instanceof Expr.SetOf ? Outcome.KIND : compare(g, a);
    }

    /** Whether two labels are the same name. */
    boolean scalarOrSame(Expr g, Expr a) {
        return g.equals(a)
                || (!RealSets.isSet(g) && !RealSets.isSet(a) && compare(g, a).isEqual());
    }

    /** All pairs equal, in order. */
    Outcome each(List<Expr> g, List<Expr> a) {
        if (g.size() != a.size()) {
            return Outcome.DIFFERENT;
        }
        Outcome all = Outcome.SAME;
        for (int i = 0; i < g.size(); i++) {
            all = all.and(compare(g.get(i), a.get(i)));
            if (all.isDifferent()) {
                return all;
            }
        }
        return all;
    }

    /** A value scaled by an exact factor. */
    static Expr scaled(Expr e, Rational factor) {
        return new Expr.Mul(List.of(e, new Expr.Div(new Expr.Int(factor.num()), new Expr.Int(factor.den()))));
    }
}
