package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Roots;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.number.Unevaluable.Cause;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rational values of trees that have one. */
final class Exact {

    /** Larger exact values are refused; this holds 2004! and 100,000 digits. */
    private static final int MAX_BITS = 1 << 18;

    private static final int MAX_TERMS = 20_000;

    private final Budget budget;
    private final Rationals rationals;
    private final Roots roots;
    private final Map<String, Rational> bound = new HashMap<>();

    Exact(Budget budget) {
        this.budget = budget;
        this.rationals = new Rationals(budget);
        this.roots = new Roots(budget);
    }

    /** The value, or null when the tree is not a rational number by exact arithmetic alone. */
    @Nullable
    Rational value(Expr e) {
        budget.spend(4);
        return switch (e) {
            case Expr.Int(BigInteger v) -> Rational.of(v);
            case Expr.Dec(var v) -> rationals.of(v);
            case Expr.Sym(String name) -> bound.get(name);
            case Expr.Neg(Expr of) -> {
                Rational v = value(of);
                yield v == null ? null : v.negate();
            }
            case Expr.Add(List<Expr> terms) -> sum(terms);
            case Expr.Mul(List<Expr> factors) -> product(factors);
            case Expr.Div(Expr n, Expr d) -> quotient(n, d);
            case Expr.Pow(Expr b, Expr x) -> {
                Rational base = value(b);
                Rational exponent = base == null ? null : value(x);
                yield base == null || exponent == null ? null : power(base, exponent);
            }
            case Expr.Percent(Expr of) -> {
                Rational v = value(of);
                yield v == null ? null : rationals.div(v, Rational.of(100));
            }
            case Expr.BaseN(String digits, int base) -> inBase(digits, base);
            case Expr.Call call -> call(call);
            case Expr.Bound(var binder, var v, var bounds, var body) -> series(binder, v, bounds, body);
            default -> null;
        };
    }

    private @Nullable Rational sum(List<Expr> terms) {
        Rational total = Rational.ZERO;
        for (Expr t : terms) {
            Rational v = value(t);
            if (v == null) {
                return null;
            }
            total = plus(total, v);
        }
        return total;
    }

    private @Nullable Rational product(List<Expr> factors) {
        Rational total = Rational.ONE;
        for (Expr f : factors) {
            Rational v = value(f);
            if (v == null) {
                return null;
            }
            total = times(total, v);
        }
        return total;
    }

    private @Nullable Rational quotient(Expr n, Expr d) {
        Rational top = value(n);
        Rational bottom = top == null ? null : value(d);
        if (top == null || bottom == null) {
            return null;
        }
        refuseTooLarge(top, bottom);
        return rationals.div(top, bottom);
    }

    private Rational plus(Rational a, Rational b) {
        refuseTooLarge(a, b);
        return rationals.add(a, b);
    }

    private Rational times(Rational a, Rational b) {
        refuseTooLarge(a, b);
        return rationals.mul(a, b);
    }

    private static void refuseTooLarge(Rational a, Rational b) {
        if (a.bits() + b.bits() > MAX_BITS) {
            throw new Unevaluable(Cause.BUDGET);
        }
    }

    private Rational inBase(String digits, int base) {
        int point = digits.indexOf('.');
        int places = point < 0 ? 0 : digits.length() - point - 1;
        // Reading digits costs as much as writing them; six bits hold one of any base up to 36.
        budget.spendDigits(6L * digits.length());
        BigInteger all = new BigInteger(digits.replace(".", ""), base);
        return rationals.div(Rational.of(all), rationals.pow(Rational.of(base), places));
    }

    @Nullable
    Rational power(Rational base, Rational exponent) {
        if (exponent.isInteger()) {
            return integerPower(base, exponent.num());
        }
        if (exponent.den().bitLength() > 8 || base.isZero()) {
            return base.isZero() && exponent.signum() > 0 ? Rational.ZERO : null;
        }
        int degree = exponent.den().intValue();
        Rational root = root(base, degree);
        return root == null ? null : integerPower(root, exponent.num());
    }

    private @Nullable Rational integerPower(Rational base, BigInteger exponent) {
        if (exponent.signum() == 0) {
            return Rational.ONE;
        }
        if (base.equals(Rational.ONE) || (base.isZero() && exponent.signum() > 0)) {
            return base;
        }
        if (base.equals(Rational.MINUS_ONE)) {
            return exponent.testBit(0) ? base : Rational.ONE;
        }
        long size = exponent.bitLength() > 30
                ? Long.MAX_VALUE
                : (long) base.bits() * exponent.abs().intValue();
        if (size > MAX_BITS) {
            return null;
        }
        return rationals.pow(base, exponent.intValue());
    }

    /** The exact root, real for odd degrees of negative values; null when irrational. */
    @Nullable
    Rational root(Rational value, int degree) {
        if (degree == 0 || (value.signum() < 0 && (degree & 1) == 0)) {
            return null;
        }
        if (degree < 0) {
            Rational root = value.isZero() ? null : root(value, -degree);
            return root == null ? null : root.inverse();
        }
        BigInteger n = roots.exact(value.num().abs(), degree);
        BigInteger d = n == null ? null : roots.exact(value.den(), degree);
        if (n == null || d == null) {
            return null;
        }
        return new Rational(value.signum() < 0 ? n.negate() : n, d);
    }

    private @Nullable Rational call(Expr.Call call) {
        if (call.args().size() == 1 && call.args().getFirst() instanceof Expr.Matrix) {
            return null;
        }
        List<Rational> args = new ArrayList<>();
        for (Expr arg : call.args()) {
            Rational v = value(arg);
            if (v == null) {
                return null;
            }
            args.add(v);
        }
        return apply(call.fn(), args);
    }

    private @Nullable Rational apply(Fn fn, List<Rational> args) {
        Rational x = args.getFirst();
        return switch (fn) {
            case ROOT ->
                x.isInteger() && x.num().bitLength() < 16
                        ? root(args.get(1), x.num().intValue())
                        : null;
            case ABS, NORM -> x.abs();
            case FLOOR -> Rational.of(rationals.floor(x));
            case CEIL -> Rational.of(rationals.floor(x.negate()).negate());
            case SIGN -> Rational.of(x.signum());
            case FACTORIAL, DOUBLE_FACTORIAL, GAMMA, BINOMIAL, PERMUTATIONS ->
                new Combinatorics(budget, MAX_BITS).apply(fn, args);
            case MAX -> args.stream().max(rationals::compare).orElseThrow();
            case MIN -> args.stream().min(rationals::compare).orElseThrow();
            case GCD -> gcd(args);
            case LCM -> lcm(args);
            case MOD -> mod(x, args.get(1));
            case LOG -> logarithm(x, args.get(1));
            case RE, CONJUGATE -> x;
            case IM -> Rational.ZERO;
            default -> null;
        };
    }

    private Rational mod(Rational a, Rational m) {
        refuseTooLarge(a, m);
        Rational wraps = Rational.of(rationals.floor(rationals.div(a, m)));
        return rationals.sub(a, rationals.mul(m, wraps));
    }

    /** The largest value of which all are multiples. */
    private Rational gcd(List<Rational> args) {
        Rational g = Rational.ZERO;
        for (Rational a : args) {
            refuseTooLarge(g, a);
            BigInteger den = rationals.gcd(g.den(), a.den());
            BigInteger left = rationals.times(g.num(), rationals.over(a.den(), den));
            BigInteger right = rationals.times(a.num(), rationals.over(g.den(), den));
            g = rationals.of(rationals.gcd(left, right), rationals.times(g.den(), rationals.over(a.den(), den)));
        }
        return g;
    }

    private Rational lcm(List<Rational> args) {
        Rational l = args.getFirst().abs();
        for (Rational a : args.subList(1, args.size())) {
            if (l.isZero() || a.isZero()) {
                return Rational.ZERO;
            }
            Rational common = gcd(List.of(l, a));
            l = rationals.mul(l, rationals.div(a.abs(), common));
        }
        return l;
    }

    /** log_b(x) when it is an integer. */
    private @Nullable Rational logarithm(Rational base, Rational x) {
        if (base.signum() <= 0 || base.equals(Rational.ONE) || x.signum() <= 0) {
            return null;
        }
        Rational step = base;
        for (int k = 1; k <= 256 && step.bits() <= x.bits() + 2; k++) {
            budget.spend(4);
            if (step.equals(x)) {
                return Rational.of(k);
            }
            if (step.inverse().equals(x)) {
                return Rational.of(-k);
            }
            step = times(step, base);
        }
        return x.equals(Rational.ONE) ? Rational.ZERO : null;
    }

    private @Nullable Rational series(Expr.Binder binder, String variable, List<Expr> bounds, Expr body) {
        boolean product = binder == Expr.Binder.PRODUCT;
        if ((!product && binder != Expr.Binder.SUM) || bounds.size() != 2 || variable.isEmpty()) {
            return null;
        }
        Rational from = value(bounds.get(0));
        Rational to = value(bounds.get(1));
        if (from == null || to == null || !from.isInteger() || !to.isInteger()) {
            return null;
        }
        BigInteger count = to.num().subtract(from.num());
        if (count.bitLength() > 20 || count.intValue() > MAX_TERMS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        Rational outer = bound.get(variable);
        Rational total = product ? Rational.ONE : Rational.ZERO;
        try {
            for (Rational k = from; k.num().compareTo(to.num()) <= 0; k = rationals.add(k, Rational.ONE)) {
                bound.put(variable, k);
                Rational term = value(body);
                if (term == null) {
                    return null;
                }
                total = product ? times(total, term) : plus(total, term);
            }
            return total;
        } finally {
            if (outer == null) {
                bound.remove(variable);
            } else {
                bound.put(variable, outer);
            }
        }
    }
}
