package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Expr.Rel;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.policy.Leniency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Equations, inequalities, labelled values, chains and congruences. */
final class Relations {

    private final Comparison comparison;
    private final Budget budget;

    Relations(Comparison comparison, Budget budget) {
        this.comparison = comparison;
        this.budget = budget;
    }

    Outcome compare(Expr g, Expr a) {
        if (g instanceof Expr.Relation gr && a instanceof Expr.Relation ar) {
            return both(gr, ar);
        }
        if (g instanceof Expr.Relation gr) {
            return goldOnly(gr, a);
        }
        return answerOnly(g, (Expr.Relation) a);
    }

    private static boolean isEquality(Expr.Relation r) {
        return r.operators().stream().allMatch(o -> o == Rel.EQ || o == Rel.APPROX || o == Rel.CONGRUENT);
    }

    private static boolean isLabelled(Expr.Relation r) {
        return isEquality(r) && Forms.isLabel(r.first());
    }

    /** The value at the end of a chain: the last operand before an approximation. */
    static Expr value(Expr.Relation r) {
        int approx = r.operators().indexOf(Rel.APPROX);
        return r.operands()
                .get(
                        approx >= 1
                                ? approx
                                : approx == 0 && !Forms.isLabel(r.first())
                                        ? 0
                                        : r.operators().size());
    }

    private Outcome goldOnly(Expr.Relation g, Expr a) {
        if (isLabelled(g)) {
            return comparison.compare(Forms.plain(value(g)), a);
        }
        if (isEquality(g) && g.operands().stream().allMatch(Piece::isConstant)) {
            return comparison.compare(value(g), a);
        }
        if (describesSet(g) && (RealSets.isSet(a) || a instanceof Expr.Group || a instanceof Expr.Listing)) {
            return asSets(g, a);
        }
        return Outcome.KIND;
    }

    private Outcome answerOnly(Expr g, Expr.Relation a) {
        if (isLabelled(a)) {
            return comparison.allows(Leniency.LABEL_DROPPED)
                    ? comparison.compare(g, Forms.plain(value(a)))
                    : Outcome.KIND;
        }
        boolean valueChain = isEquality(a)
                && (Piece.isConstant(a.first())
                        || Sequences.isSequence(a.first())
                        || a.operators().contains(Rel.APPROX));
        if (valueChain) {
            return comparison.compare(g, value(a));
        }
        if (isEquality(a)
                && a.operands().size() >= 2
                && comparison.allows(Leniency.FALSE_CHAIN)
                && !Substitution.variables(g).isEmpty()) {
            // An identity such as (x+1)^2 = x^2+2x+1 for an expression: every part has to be the gold.
            return comparison.each(Collections.nCopies(a.operands().size(), g), a.operands());
        }
        if (describesSet(a)
                && comparison.allows(Leniency.CONDITION_FOR_SET)
                && (RealSets.isSet(g) || g instanceof Expr.Group)) {
            return asSets(g, a);
        }
        return Outcome.KIND;
    }

    private static boolean describesSet(Expr.Relation r) {
        return r.operators().stream().allMatch(o -> o.isOrder() || o == Rel.NE);
    }

    private Outcome asSets(Expr g, Expr a) {
        List<Piece> gp = comparison.sets().pieces(g);
        List<Piece> ap = gp == null ? null : comparison.sets().pieces(a);
        return gp == null || ap == null ? Outcome.KIND : comparison.sets().equal(gp, ap);
    }

    private Outcome both(Expr.Relation g, Expr.Relation a) {
        if (isLabelled(g) && isLabelled(a)) {
            return labelled(g, a);
        }
        if (isEquality(g) && isEquality(a)) {
            return equations(g, a);
        }
        if (describesSet(g) && describesSet(a)) {
            return conditions(g, a);
        }
        if (g.operators().equals(a.operators())) {
            return comparison.each(g.operands(), a.operands());
        }
        return Outcome.KIND;
    }

    private Outcome labelled(Expr.Relation g, Expr.Relation a) {
        if (comparison.scalarOrSame(g.first(), a.first())) {
            return comparison.compare(value(g), value(a));
        }
        if (g.first() instanceof Expr.Apply(String gn, List<Expr> gArgs)
                && a.first() instanceof Expr.Apply(String an, List<Expr> aArgs)
                && gn.equals(an)
                && gArgs.size() == 1
                && aArgs.size() == 1
                && gArgs.getFirst() instanceof Expr.Sym(String from)
                && aArgs.getFirst() instanceof Expr.Sym to) {
            return comparison.compare(Substitution.replace(value(g), from, to), value(a));
        }
        boolean renamed = comparison.allows(Leniency.FUNCTION_RENAMED)
                && (g.first() instanceof Expr.Apply || a.first() instanceof Expr.Apply);
        if (renamed) {
            return comparison.compare(value(g), value(a));
        }
        return equations(g, a);
    }

    /** Equations are equal when left minus right differ by a nonzero factor. */
    private Outcome equations(Expr.Relation g, Expr.Relation a) {
        if (g.operators().size() != a.operators().size()) {
            return isLabelled(g) || isLabelled(a) || Piece.isConstant(g.first())
                    ? comparison.compare(value(g), value(a))
                    : Outcome.KIND;
        }
        if (g.operators().size() > 1) {
            return comparison.each(g.operands(), a.operands());
        }
        Outcome straight = sides(g.operands(), a.operands());
        if (straight.isEqual()) {
            return straight;
        }
        Outcome swapped = sides(g.operands(), a.operands().reversed());
        if (swapped.isEqual()) {
            return swapped;
        }
        if (!isScalar(g) || !isScalar(a)) {
            return straight;
        }
        return new Proportion(budget).compare(difference(g), difference(a), false);
    }

    private static boolean isScalar(Expr.Relation r) {
        return r.operands().stream()
                .noneMatch(e -> Sequences.isSequence(e)
                        || RealSets.isSet(e)
                        || e instanceof Expr.Text
                        || e instanceof Expr.Matrix
                        || e instanceof Expr.Ratio
                        || Forms.hasPlusMinus(e));
    }

    private Outcome sides(List<Expr> g, List<Expr> a) {
        return comparison.each(g, a);
    }

    private static Expr difference(Expr.Relation r) {
        return new Expr.Add(List.of(r.first(), new Expr.Neg(r.last())));
    }

    private Outcome conditions(Expr.Relation g, Expr.Relation a) {
        Expr.Relation gu = ascending(g);
        Expr.Relation au = ascending(a);
        if (gu.operators().equals(au.operators())) {
            Outcome straight = comparison.each(gu.operands(), au.operands());
            if (straight.isEqual()) {
                return straight;
            }
        }
        if (Substitution.variables(g).equals(Substitution.variables(a))) {
            Outcome sets = asSets(g, a);
            if (sets.finding() != Finding.DIFFERENT_KIND) {
                return sets;
            }
        }
        if (gu.operators().size() == 1 && gu.operators().equals(au.operators())) {
            return new Proportion(budget)
                    .compare(
                            difference(gu),
                            difference(au),
                            gu.operators().getFirst().isOrder());
        }
        return Outcome.DIFFERENT;
    }

    /** The chain read so that it ascends: 3 >= x > -1 is -1 < x <= 3. */
    private static Expr.Relation ascending(Expr.Relation r) {
        boolean down = r.operators().stream().allMatch(o -> o == Rel.GT || o == Rel.GE);
        if (!down) {
            return r;
        }
        List<Rel> operators = new ArrayList<>();
        for (Rel rel : r.operators().reversed()) {
            operators.add(rel.flipped());
        }
        return new Expr.Relation(List.copyOf(r.operands().reversed()), List.copyOf(operators));
    }

    /** Congruences: equal moduli and congruent values; a modulus on one side only is dropped. */
    Outcome modular(Expr g, Expr a) {
        if (g instanceof Expr.Modular(Expr gv, Expr gm) && a instanceof Expr.Modular(Expr av, Expr am)) {
            Outcome moduli = comparison.compare(gm, am);
            if (!moduli.isEqual()) {
                return moduli;
            }
            Rational difference = exact(residue(gv), residue(av));
            Rational modulus = new Exact(budget).value(gm);
            if (difference != null && modulus != null && !modulus.isZero()) {
                return new Rationals(budget).div(difference, modulus).isInteger() ? Outcome.SAME : Outcome.DIFFERENT;
            }
            return comparison.compare(gv, av);
        }
        Expr gv = g instanceof Expr.Modular(Expr v, Expr m) ? residue(v) : g;
        Expr av = a instanceof Expr.Modular(Expr v, Expr m) ? residue(v) : a;
        return comparison.compare(gv, av);
    }

    private static Expr residue(Expr e) {
        return e instanceof Expr.Relation r && isLabelled(r) ? r.last() : e;
    }

    private @Nullable Rational exact(Expr g, Expr a) {
        Rational x = new Exact(budget).value(g);
        Rational y = x == null ? null : new Exact(budget).value(a);
        return x == null || y == null ? null : new Rationals(budget).sub(x, y);
    }
}
