package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Complex;
import dev.belay.verify.number.Complexes;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Real;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.number.Unevaluable.Cause;
import java.math.BigInteger;
import java.util.List;

/**
 * Certified evaluation of a tree at one point. Variables get fixed pseudo-random values from their name and the point;
 * unknown functions are replaced by a fixed smooth function of their arguments, so that equal arguments give equal
 * values and nothing else is assumed about them.
 */
final class Evaluator {

    private static final int MAX_SERIES = 2_000;

    private final Complexes c;
    private final Rationals rationals;
    private final Exact exact;
    private final Point point;
    private final Budget budget;
    private int widest;

    Evaluator(int bits, Budget budget, Point point) {
        this.c = new Complexes(bits, budget);
        this.rationals = new Rationals(budget);
        this.exact = new Exact(budget);
        this.point = point;
        this.budget = budget;
    }

    Complexes arithmetic() {
        return c;
    }

    /** The largest distance of any intermediate magnitude from one, in bits: how far precision has to reach. */
    int widest() {
        return widest;
    }

    Complex value(Expr e) {
        Complex z = evaluate(e);
        if (z.isNonZero()) {
            widest = Math.max(widest, Math.abs(z.magnitude()));
        }
        return z;
    }

    private Complex evaluate(Expr e) {
        budget.spend(15);
        return switch (e) {
            case Expr.Int(BigInteger v) -> c.of(Rational.of(v));
            case Expr.Dec(var v) -> c.of(rationals.of(v));
            case Expr.Const(var which) ->
                switch (which) {
                    case PI -> Complex.of(c.elementary().pi());
                    case E -> Complex.of(c.elementary().exp(Real.ONE));
                    case I -> Complex.I;
                    case INFINITY -> throw new Unevaluable(Cause.MEANINGLESS);
                };
            case Expr.Sym(String name) -> c.of(point.value(name));
            case Expr.Neg(Expr of) -> value(of).negate();
            case Expr.Add(List<Expr> terms) -> {
                Complex sum = Complex.ZERO;
                for (Expr t : terms) {
                    sum = c.add(sum, value(t));
                }
                yield sum;
            }
            case Expr.Mul(List<Expr> factors) -> {
                Complex product = Complex.ONE;
                for (Expr f : factors) {
                    product = c.mul(product, value(f));
                }
                yield product;
            }
            case Expr.Div(Expr n, Expr d) -> c.div(value(n), value(d));
            case Expr.Percent(Expr of) -> c.div(value(of), c.of(Rational.of(100)));
            case Expr.BaseN b -> c.of(exactly(b));
            case Expr.Quantity(Expr v, String unit)
            when unit.equals("degree") ->
                c.div(c.mul(value(v), Complex.of(c.elementary().pi())), c.of(Rational.of(180)));
            case Expr.Pow(Expr base, Expr exponent) -> power(base, exponent);
            case Expr.Call call -> call(call);
            case Expr.Apply(String name, List<Expr> args) -> unknown(name, args);
            case Expr.Bound b -> series(b);
            default -> throw new Unevaluable(Cause.MEANINGLESS);
        };
    }

    private Rational exactly(Expr e) {
        Rational v = exact.value(point.bind(e, budget));
        if (v == null) {
            throw new Unevaluable(Cause.MEANINGLESS);
        }
        return v;
    }

    private Complex power(Expr base, Expr exponent) {
        Rational x = exact.value(exponent);
        if (base instanceof Expr.Const(var which) && which == Expr.Constant.E) {
            return c.exp(value(exponent));
        }
        Complex b = value(base);
        if (x == null) {
            return c.pow(b, value(exponent));
        }
        if (x.isInteger() && x.num().bitLength() <= 24) {
            if (x.isZero() && !b.isNonZero()) {
                throw new Unevaluable(Cause.DOMAIN);
            }
            return c.pow(b, x.num().intValue());
        }
        return x.isInteger() ? c.pow(b, c.of(x)) : c.pow(b, x);
    }

    private Complex call(Expr.Call call) {
        List<Expr> args = call.args();
        Fn fn = call.fn();
        if (fn == Fn.ROOT) {
            Rational degree = exact.value(args.getFirst());
            Complex of = value(args.get(1));
            if (degree == null) {
                return c.pow(of, c.div(Complex.ONE, value(args.getFirst())));
            }
            Rational x = degree.inverse();
            return x.isInteger() ? c.pow(of, x.num().intValueExact()) : c.pow(of, x);
        }
        if (fn == Fn.LOG) {
            return c.div(c.ln(value(args.get(1))), c.ln(value(args.getFirst())));
        }
        if (args.size() == 1) {
            Complex simple = Functions.apply(
                    c, fn, args.getFirst() instanceof Expr.Matrix ? Complex.ZERO : value(args.getFirst()));
            if (simple != null && !(args.getFirst() instanceof Expr.Matrix)) {
                return simple;
            }
        }
        return discrete(call);
    }

    /** Functions of integers and orderings: exact where possible, by proved order otherwise. */
    private Complex discrete(Expr.Call call) {
        if (call.fn() == Fn.MAX || call.fn() == Fn.MIN) {
            Complex best = value(call.args().getFirst());
            for (Expr arg : call.args().subList(1, call.args().size())) {
                Complex v = value(arg);
                int sign = c.sub(v, best).re().sign();
                if (sign > 0 == (call.fn() == Fn.MAX)) {
                    best = v;
                }
            }
            return best;
        }
        Expr bound = point.bind(call, budget);
        Rational v = bound instanceof Expr.Call b ? exact.value(b) : null;
        if (v != null) {
            return c.of(v);
        }
        if (call.fn() == Fn.FLOOR || call.fn() == Fn.CEIL) {
            return c.of(Functions.floor(value(call.args().getFirst()), call.fn() == Fn.CEIL));
        }
        return unknown(call.fn().key(), call.args());
    }

    /** sin(k1 a1 + k2 a2 + ... + 1/3) with multipliers from the name. */
    private Complex unknown(String name, List<Expr> args) {
        Complex sum = c.of(Rational.of(1, 3));
        for (int i = 0; i < args.size(); i++) {
            sum = c.add(
                    sum,
                    c.mul(value(args.get(i)), c.of(point.value(name + "#" + i).abs())));
        }
        return c.sin(sum);
    }

    private Complex series(Expr.Bound b) {
        boolean product = b.binder() == Expr.Binder.PRODUCT;
        if ((!product && b.binder() != Expr.Binder.SUM)
                || b.bounds().size() != 2
                || b.variable().isEmpty()) {
            throw new Unevaluable(Cause.MEANINGLESS);
        }
        Rational from = exact.value(point.bind(b.bounds().get(0), budget));
        Rational to = exact.value(point.bind(b.bounds().get(1), budget));
        if (from == null || to == null || !from.isInteger() || !to.isInteger()) {
            throw new Unevaluable(Cause.MEANINGLESS);
        }
        if (to.num().subtract(from.num()).compareTo(BigInteger.valueOf(MAX_SERIES)) > 0) {
            throw new Unevaluable(Cause.BUDGET);
        }
        Complex total = product ? Complex.ONE : Complex.ZERO;
        long walk = Point.NODE * Substitution.size(b.body());
        for (Rational k = from; k.num().compareTo(to.num()) <= 0; k = rationals.add(k, Rational.ONE)) {
            budget.spend(walk);
            Complex term = value(Substitution.replace(b.body(), b.variable(), new Expr.Int(k.num())));
            total = product ? c.mul(total, term) : c.add(total, term);
        }
        return total;
    }
}
