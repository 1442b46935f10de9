package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.policy.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Units and percentages. */
final class Measures {

    private record Unit(String dimension, Rational factor) {}

    private static final Map<String, Unit> KNOWN = Map.ofEntries(
            unit("m", "length", 1, 1),
            unit("cm", "length", 1, 100),
            unit("mm", "length", 1, 1_000),
            unit("km", "length", 1_000, 1),
            unit("in", "feet", 1, 12),
            unit("ft", "feet", 1, 1),
            unit("yd", "feet", 3, 1),
            unit("mi", "feet", 5_280, 1),
            unit("g", "mass", 1, 1),
            unit("kg", "mass", 1_000, 1),
            unit("mg", "mass", 1, 1_000),
            unit("oz", "weight", 1, 16),
            unit("lb", "weight", 1, 1),
            unit("s", "time", 1, 1),
            unit("min", "time", 60, 1),
            unit("h", "time", 3_600, 1),
            unit("day", "time", 86_400, 1),
            unit("week", "time", 604_800, 1),
            unit("month", "months", 1, 1),
            unit("year", "months", 12, 1),
            unit("L", "volume", 1, 1),
            unit("mL", "volume", 1, 1_000),
            unit("dollar", "money", 1, 1),
            unit("cent", "money", 1, 100),
            unit("euro", "euro", 1, 1),
            unit("pound", "pound", 1, 1),
            unit("degree", "angle", 1, 1),
            unit("radian", "radian", 1, 1),
            unit("gallon", "gallon", 1, 1),
            unit("W", "power", 1, 1),
            unit("V", "voltage", 1, 1),
            unit("Hz", "frequency", 1, 1),
            unit("acre", "acre", 1, 1),
            unit("ton", "mass", 1_000_000, 1),
            unit("N", "force", 1, 1),
            unit("J", "energy", 1, 1),
            unit("kJ", "energy", 1_000, 1));

    private static final Pattern PART = Pattern.compile("([A-Za-z]+)(?:\\^(-?[1-9]))?");

    private final Comparison comparison;
    private final Rationals rationals;

    Measures(Comparison comparison) {
        this.comparison = comparison;
        this.rationals = new Rationals(comparison.budget());
    }

    private static Map.Entry<String, Unit> unit(String name, String dimension, long num, long den) {
        return Map.entry(name, new Unit(dimension, Rational.of(num, den)));
    }

    Outcome quantities(Expr g, Expr a) {
        if (g instanceof Expr.Quantity(Expr gv, String gu) && a instanceof Expr.Quantity(Expr av, String au)) {
            return both(gv, gu, av, au);
        }
        boolean goldHas = g instanceof Expr.Quantity;
        Expr.Quantity q = (Expr.Quantity) (goldHas ? g : a);
        Expr other = goldHas ? a : g;
        if (other instanceof Expr.Relation r) {
            return goldHas ? comparison.compare(g, labelled(r, q)) : comparison.compare(labelled(r, q), a);
        }
        if (other instanceof Expr.Percent) {
            return Outcome.UNIT;
        }
        if (q.unit().equals("degree") && !Sequences.isSequence(other)) {
            Outcome radians = goldHas ? comparison.scalar(q, other) : comparison.scalar(other, q);
            if (radians.isEqual()) {
                return radians;
            }
        }
        if (isProductWithUnit(other, q)) {
            return Outcome.SAME;
        }
        if (!comparison.allows(Leniency.UNIT_ON_ONE_SIDE)) {
            return Outcome.UNIT;
        }
        Expr value = q.value();
        return goldHas ? comparison.compare(value, other) : comparison.compare(other, value);
    }

    private static Expr labelled(Expr.Relation r, Expr.Quantity q) {
        return Forms.isLabel(r.first())
                        && r.operators().stream().allMatch(o -> o == Expr.Rel.EQ || o == Expr.Rel.APPROX)
                ? r.last()
                : new Expr.Text("relation " + q.unit());
    }

    /** "10 m" read as a product of 10 and m, against 10 metres. */
    private boolean isProductWithUnit(Expr other, Expr.Quantity q) {
        return other instanceof Expr.Mul(List<Expr> f)
                && f.size() == 2
                && f.get(1) instanceof Expr.Sym(String letter)
                && letter.equals(q.unit())
                && comparison.scalar(q.value(), f.getFirst()).isEqual();
    }

    private Outcome both(Expr gv, String gu, Expr av, String au) {
        if (gu.equals(au)) {
            return comparison.compare(gv, av);
        }
        Unit g = resolve(gu);
        Unit a = resolve(au);
        if (g == null || a == null) {
            boolean counting = comparison.allows(Leniency.COUNTING_UNITS);
            Outcome values = comparison.compare(gv, av);
            return counting || values.isDifferent() ? values : Outcome.UNIT;
        }
        if (gu.equals("degree") && au.equals("radian")) {
            return comparison.scalar(new Expr.Quantity(gv, gu), av);
        }
        if (gu.equals("radian") && au.equals("degree")) {
            return comparison.scalar(gv, new Expr.Quantity(av, au));
        }
        if (!g.dimension().equals(a.dimension())) {
            return Outcome.UNIT;
        }
        Outcome values = comparison.compare(Comparison.scaled(gv, g.factor()), Comparison.scaled(av, a.factor()));
        return values.isDifferent() ? Outcome.UNIT : values;
    }

    /** A product or quotient of known measures with powers; null when a part is unknown. */
    private @Nullable Unit resolve(String text) {
        TreeMap<String, Integer> dimensions = new TreeMap<>();
        Rational factor = Rational.ONE;
        String[] halves = text.split("/", -1);
        for (int h = 0; h < halves.length; h++) {
            for (String part : halves[h].split(" ", -1)) {
                Matcher m = PART.matcher(part);
                Unit base = m.matches() ? KNOWN.get(m.group(1)) : null;
                if (base == null) {
                    return null;
                }
                int power = (m.group(2) == null ? 1 : Integer.parseInt(m.group(2))) * (h == 0 ? 1 : -1);
                dimensions.merge(base.dimension(), power, Integer::sum);
                factor = rationals.mul(factor, rationals.pow(base.factor(), power));
            }
        }
        return new Unit(dimensions.toString(), factor);
    }

    /** "3 hours and 20 minutes" as one quantity in the smallest unit; anything else as it is. */
    Expr total(Expr e) {
        List<Expr> parts = e instanceof Expr.Add(List<Expr> terms)
                ? terms
                : e instanceof Expr.Listing(List<Expr> items, boolean either) && !either ? items : List.of();
        if (parts.size() < 2 || parts.size() > 4 || !parts.stream().allMatch(Expr.Quantity.class::isInstance)) {
            return e;
        }
        Unit last = resolve(((Expr.Quantity) parts.getLast()).unit());
        Rational previous = null;
        List<Expr> sum = new ArrayList<>();
        for (Expr part : parts) {
            Unit u = resolve(((Expr.Quantity) part).unit());
            boolean descends = u != null && (previous == null || rationals.compare(previous, u.factor()) > 0);
            if (u == null || last == null || !descends || !u.dimension().equals(last.dimension()) || !isSummed(e, u)) {
                return e;
            }
            previous = u.factor();
            sum.add(Comparison.scaled(((Expr.Quantity) part).value(), rationals.div(u.factor(), last.factor())));
        }
        return new Expr.Quantity(new Expr.Add(sum), ((Expr.Quantity) parts.getLast()).unit());
    }

    /** Two lengths joined by "and" may be two lengths; hours and minutes never are. */
    private static boolean isSummed(Expr e, Unit u) {
        return e instanceof Expr.Add
                || u.dimension().startsWith("{time=")
                || u.dimension().startsWith("{feet=");
    }

    Outcome percents(Expr g, Expr a) {
        if (g instanceof Expr.Percent(Expr gv) && a instanceof Expr.Percent(Expr av)) {
            return comparison.compare(gv, av);
        }
        if (g instanceof Expr.Relation || a instanceof Expr.Relation) {
            Expr.Relation r = (Expr.Relation) (g instanceof Expr.Relation ? g : a);
            if (!Forms.isLabel(r.first())) {
                return Outcome.KIND;
            }
            return g instanceof Expr.Relation ? comparison.compare(r.last(), a) : comparison.compare(g, r.last());
        }
        Outcome exact = comparison.scalar(g, a);
        if (exact.isEqual() || !comparison.allows(Leniency.PERCENT_AS_NUMBER)) {
            return exact;
        }
        Expr gv = g instanceof Expr.Percent(Expr v) ? v : g;
        Expr av = a instanceof Expr.Percent(Expr v) ? v : a;
        Outcome plain = comparison.compare(gv, av);
        return plain.isEqual() ? plain : exact;
    }

    Outcome hundredfold(Expr g, Expr a, Outcome otherwise) {
        Rational hundred = Rational.of(100);
        Outcome up = comparison.scalar(Comparison.scaled(g, hundred), a);
        if (up.isEqual()) {
            return up;
        }
        Outcome down = comparison.scalar(g, Comparison.scaled(a, hundred));
        return down.isEqual() ? down : otherwise;
    }
}
