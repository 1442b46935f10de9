package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Show;
import dev.belay.verify.policy.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists, sets, points, matrices and ratios. */
final class Sequences {

    private static final int MAX_UNORDERED = 60;

    private final Comparison comparison;

    Sequences(Comparison comparison) {
        this.comparison = comparison;
    }

    static boolean isSequence(Expr e) {
        return e instanceof Expr.Listing
                || e instanceof Expr.SetOf
                || e instanceof Expr.Group
                || e instanceof Expr.Cases;
    }

    Outcome compare(Expr g, Expr a) {
        if (!isSequence(g) || !isSequence(a)) {
            return single(g, a);
        }
        if (g instanceof Expr.Group gg && a instanceof Expr.Group ag) {
            return groups(gg, ag);
        }
        List<Expr> gi = Forms.items(g);
        List<Expr> ai = Forms.items(a);
        if (g instanceof Expr.Cases || a instanceof Expr.Cases) {
            return unordered(gi, ai);
        }
        boolean point = g instanceof Expr.Group || a instanceof Expr.Group;
        if (point) {
            return pointAndList(g, a);
        }
        return lists(gi, ai);
    }

    private Outcome pointAndList(Expr g, Expr a) {
        boolean set = g instanceof Expr.SetOf || a instanceof Expr.SetOf;
        List<Expr> gi = Forms.items(g);
        List<Expr> ai = Forms.items(a);
        // Two values in square brackets are an interval; any other number of them is a list as programs print it.
        boolean square = gi.size() != 2 && (isSquare(g) || isSquare(a));
        if ((set && !square) || !comparison.allows(Leniency.TUPLE_AS_LIST)) {
            // A list of one point is that point.
            if ((ai.size() == 1 && g instanceof Expr.Group) || (gi.size() == 1 && a instanceof Expr.Group)) {
                return comparison.each(
                        g instanceof Expr.Group ? List.of(g) : gi, a instanceof Expr.Group ? List.of(a) : ai);
            }
            return Outcome.KIND;
        }
        return comparison.each(unlabel(gi), unlabel(ai));
    }

    private static boolean isSquare(Expr e) {
        return e instanceof Expr.Group(char open, var items, char close) && open == '[' && close == ']';
    }

    private Outcome single(Expr g, Expr a) {
        boolean goldMany = isSequence(g);
        List<Expr> items = Forms.items(goldMany ? g : a);
        if (items.size() == 1 && comparison.allows(Leniency.SINGLETON)) {
            return goldMany ? comparison.compare(items.getFirst(), a) : comparison.compare(g, items.getFirst());
        }
        if (!goldMany
                && comparison.allows(Leniency.HEDGE)
                && items.stream().anyMatch(i -> comparison.compare(g, i).isEqual())) {
            return Outcome.SAME;
        }
        return Outcome.KIND;
    }

    private Outcome groups(Expr.Group g, Expr.Group a) {
        boolean pair = g.items().size() == 2;
        boolean sameBrackets = bracket(g.open()) == bracket(a.open()) && bracket(g.close()) == bracket(a.close());
        if (pair && !sameBrackets) {
            return Outcome.DIFFERENT;
        }
        return comparison.each(g.items(), a.items());
    }

    /** Angle and round brackets are the same; square ones may mean closed ends. */
    private static char bracket(char c) {
        return c == '[' || c == ']' ? '[' : '(';
    }

    /** Bare lists and sets: labels first, then order is free and multiplicity counts. */
    private Outcome lists(List<Expr> g, List<Expr> a) {
        boolean goldLabelled = allLabelled(g);
        boolean answerLabelled = allLabelled(a);
        if (goldLabelled && answerLabelled && !sameVariable(g)) {
            return unordered(g, a);
        }
        if (goldLabelled && !answerLabelled && !sameVariable(g)) {
            return comparison.each(unlabel(g), a);
        }
        if (!goldLabelled && answerLabelled && !sameVariable(a)) {
            return comparison.allows(Leniency.LABEL_DROPPED) ? comparison.each(g, unlabel(a)) : Outcome.KIND;
        }
        List<Expr> gi = unlabel(tuples(g));
        List<Expr> ai = unlabel(tuples(a));
        boolean once = gi.size() != ai.size() && comparison.allows(Leniency.DUPLICATES_IGNORED);
        return once ? unordered(distinct(gi), distinct(ai)) : unordered(gi, ai);
    }

    private static List<Expr> distinct(List<Expr> items) {
        List<Expr> once = items.stream().distinct().toList();
        return once.size() >= 2 ? once : items;
    }

    /** "p = 5, q = 2; p = 7, q = 2" is a list of points. */
    private static List<Expr> tuples(List<Expr> items) {
        if (items.stream().noneMatch(Expr.Listing.class::isInstance)) {
            return items;
        }
        List<Expr> points = new ArrayList<>();
        for (Expr item : items) {
            points.add(
                    item instanceof Expr.Listing(List<Expr> parts, boolean either)
                            ? new Expr.Group('(', unlabel(parts), ')')
                            : item);
        }
        return points;
    }

    private static boolean allLabelled(List<Expr> items) {
        return items.stream().allMatch(Sequences::isLabelled);
    }

    private static boolean isLabelled(Expr e) {
        return e instanceof Expr.Relation r
                && Forms.isLabel(r.first())
                && r.operators().stream().allMatch(o -> o == Expr.Rel.EQ || o == Expr.Rel.APPROX);
    }

    /** x = 1, x = 2 or x_1 = 1, x_2 = 2: values of one unknown. */
    private static boolean sameVariable(List<Expr> items) {
        String first = stem(items.getFirst());
        return items.stream().allMatch(i -> stem(i).equals(first));
    }

    private static String stem(Expr labelled) {
        String name = Show.of(((Expr.Relation) labelled).first());
        int underscore = name.indexOf('_');
        return (underscore < 0 ? name : name.substring(0, underscore)).toLowerCase(Locale.ROOT);
    }

    static List<Expr> unlabel(List<Expr> items) {
        return items.stream()
                .map(i -> isLabelled(i) ? Forms.plain(((Expr.Relation) i).last()) : i)
                .toList();
    }

    /** A perfect matching between two multisets; greedy, because equality is nearly always transitive here. */
    Outcome unordered(List<Expr> g, List<Expr> a) {
        if (g.size() != a.size()) {
            return Outcome.DIFFERENT;
        }
        if (g.size() > MAX_UNORDERED) {
            return comparison.each(g, a);
        }
        List<Expr> left = new ArrayList<>(a);
        Outcome all = Outcome.SAME;
        for (Expr item : g) {
            Outcome best = null;
            for (int i = 0; i < left.size(); i++) {
                Outcome o = comparison.element(item, left.get(i));
                if (o.isEqual()) {
                    left.remove(i);
                    best = o;
                    break;
                }
                best = o.isDifferent() && best != null ? best : o;
            }
            all = all.and(best == null ? Outcome.DIFFERENT : best);
            if (all.isDifferent()) {
                return all;
            }
        }
        return all;
    }

    Outcome matrices(Expr goldSide, Expr answerSide) {
        Expr g = grid(goldSide);
        Expr a = grid(answerSide);
        if (g instanceof Expr.Matrix(var gr) && a instanceof Expr.Matrix(var ar)) {
            if (gr.size() == ar.size() && gr.getFirst().size() == ar.getFirst().size()) {
                return comparison.each(
                        gr.stream().flatMap(List::stream).toList(),
                        ar.stream().flatMap(List::stream).toList());
            }
            return Outcome.DIFFERENT;
        }
        boolean goldMatrix = g instanceof Expr.Matrix;
        Expr.Matrix matrix = (Expr.Matrix) (goldMatrix ? g : a);
        Expr other = goldMatrix ? a : g;
        boolean vector = matrix.rows().size() == 1 || matrix.rows().getFirst().size() == 1;
        if (vector
                && comparison.allows(Leniency.VECTOR_AS_TUPLE)
                && (other instanceof Expr.Group || other instanceof Expr.Listing)) {
            List<Expr> entries = matrix.rows().stream().flatMap(List::stream).toList();
            return goldMatrix
                    ? comparison.each(entries, Forms.items(other))
                    : comparison.each(Forms.items(other), entries);
        }
        if (matrix.rows().size() == 1 && matrix.rows().getFirst().size() == 1) {
            Expr only = matrix.rows().getFirst().getFirst();
            return goldMatrix ? comparison.compare(only, a) : comparison.compare(g, only);
        }
        return Outcome.KIND;
    }

    /** [[1,0],[0,1]] as a matrix; anything else as it is. */
    private static Expr grid(Expr e) {
        if (!(e instanceof Expr.Group(char open, List<Expr> items, char close)) || open != '[') {
            return e;
        }
        List<List<Expr>> rows = new ArrayList<>();
        for (Expr item : items) {
            if (!(item instanceof Expr.Group(char left, List<Expr> row, char right))
                    || (!rows.isEmpty() && row.size() != rows.getFirst().size())) {
                return e;
            }
            rows.add(row);
        }
        return new Expr.Matrix(rows);
    }

    Outcome ratios(Expr g, Expr a) {
        if (g instanceof Expr.Ratio(var gp) && a instanceof Expr.Ratio(var ap)) {
            if (gp.size() != ap.size()) {
                return Outcome.DIFFERENT;
            }
            Outcome all = Outcome.SAME;
            for (int i = 1; i < gp.size(); i++) {
                all = all.and(comparison.scalar(
                        new Expr.Mul(List.of(gp.get(i), ap.getFirst())),
                        new Expr.Mul(List.of(ap.get(i), gp.getFirst()))));
            }
            return all;
        }
        Expr.Ratio ratio = (Expr.Ratio) (g instanceof Expr.Ratio ? g : a);
        if (ratio.parts().size() != 2 || !comparison.allows(Leniency.RATIO_AS_NUMBER)) {
            return Outcome.KIND;
        }
        Expr quotient = new Expr.Div(ratio.parts().get(0), ratio.parts().get(1));
        return g instanceof Expr.Ratio ? comparison.compare(quotient, a) : comparison.compare(g, quotient);
    }
}
