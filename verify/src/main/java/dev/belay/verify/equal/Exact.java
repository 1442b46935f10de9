package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
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
    private final Map<String, Rational> bound = new HashMap<>();

    Exact(Budget budget) {
        this.budget = budget;
    }

    /** The value, or null when the tree is not a rational number by exact arithmetic alone. */
    @Nullable
    Rational value(Expr e) {
        budget.spend(4);
        return switch (e) {
            case Expr.Int(BigInteger v) -> Rational.of(v);
            case Expr.Dec(var v) -> {
                budget.spend(2 + Math.abs(v.scale()) / 8);
                yield Rational.of(v);
            }
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
                yield v == null ? null : v.dividedBy(Rational.of(100));
            }
            case Expr.BaseN(String digits, int base) -> {
                int point = digits.indexOf('.');
                BigInteger all = new BigInteger(digits.replace(".", ""), base);
                int places = point < 0 ? 0 : digits.length() - point - 1;
                yield Rational.of(all, BigInteger.valueOf(base).pow(places));
            }
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
        charge(top, bottom);
        if (top.isInteger() && bottom.isInteger()) {
            budget.spendReduction(top.bits() + bottom.bits());
        }
        return top.dividedBy(bottom);
    }

    private Rational plus(Rational a, Rational b) {
        charge(a, b);
        return a.plus(b);
    }

    private Rational times(Rational a, Rational b) {
        charge(a, b);
        return a.times(b);
    }

    private void charge(Rational a, Rational b) {
        if (a.bits() + b.bits() > MAX_BITS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        budget.spendProduct(a.bits(), b.bits());
        if (!a.isInteger() || !b.isInteger()) {
            budget.spendReduction(a.bits() + b.bits());
        }
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
        budget.spendProduct(size, size / 4);
        return base.pow(exponent.intValue());
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
        BigInteger n = integerRoot(value.num().abs(), degree);
        BigInteger d = n == null ? null : integerRoot(value.den(), degree);
        if (n == null || d == null) {
            return null;
        }
        return new Rational(value.signum() < 0 ? n.negate() : n, d);
    }

    private @Nullable BigInteger integerRoot(BigInteger v, int degree) {
        if (v.bitLength() <= 1) {
            return v;
        }
        budget.spendProduct(4L * v.bitLength(), v.bitLength());
        if (degree == 2) {
            BigInteger[] r = v.sqrtAndRemainder();
            return r[1].signum() == 0 ? r[0] : null;
        }
        if (degree >= v.bitLength() || v.bitLength() > 4_096) {
            return null;
        }
        BigInteger low = BigInteger.ONE;
        BigInteger high = BigInteger.ONE.shiftLeft(v.bitLength() / degree + 1);
        while (low.compareTo(high) < 0) {
            budget.spendProduct(v.bitLength(), v.bitLength());
            BigInteger mid = low.add(high).shiftRight(1);
            if (mid.pow(degree).compareTo(v) < 0) {
                low = mid.add(BigInteger.ONE);
            } else {
                high = mid;
            }
        }
        return low.pow(degree).equals(v) ? low : null;
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
            case FLOOR -> Rational.of(x.floor());
            case CEIL -> Rational.of(x.negate().floor().negate());
            case SIGN -> Rational.of(x.signum());
            case FACTORIAL, DOUBLE_FACTORIAL, GAMMA, BINOMIAL, PERMUTATIONS ->
                new Combinatorics(budget, MAX_BITS).apply(fn, args);
            case MAX -> args.stream().max(Rational::compareTo).orElseThrow();
            case MIN -> args.stream().min(Rational::compareTo).orElseThrow();
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
        charge(a, m);
        return a.minus(m.times(Rational.of(a.dividedBy(m).floor())));
    }

    private Rational gcd(List<Rational> args) {
        Rational g = Rational.ZERO;
        for (Rational a : args) {
            charge(g, a);
            BigInteger den = g.den().multiply(a.den()).divide(g.den().gcd(a.den()));
            BigInteger num = g.num().multiply(den.divide(g.den())).gcd(a.num().multiply(den.divide(a.den())));
            g = Rational.of(num, den);
        }
        return g;
    }

    private Rational lcm(List<Rational> args) {
        Rational l = args.getFirst().abs();
        for (Rational a : args.subList(1, args.size())) {
            if (l.isZero() || a.isZero()) {
                return Rational.ZERO;
            }
            charge(l, a);
            l = l.times(a).abs().dividedBy(gcd(List.of(l, a)));
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
        Rational count = to.minus(from);
        if (count.num().bitLength() > 20 || count.num().intValue() > MAX_TERMS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        Rational outer = bound.get(variable);
        Rational total = product ? Rational.ONE : Rational.ZERO;
        try {
            for (Rational k = from; k.compareTo(to) <= 0; k = k.plus(Rational.ONE)) {
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
