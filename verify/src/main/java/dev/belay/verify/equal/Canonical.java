package dev.belay.verify.equal;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.expr.Show;
import dev.belay.verify.number.Budget;
import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import dev.belay.verify.number.Unevaluable;
import dev.belay.verify.number.Unevaluable.Cause;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The canonical form of expressions: rational functions over atoms. One instance serves one comparison. */
final class Canonical {

    private static final int MAX_TERMS = 250;
    private static final int MAX_POWER = 40;
    private static final int MAX_BITS = 1 << 14;
    private static final int[] PRIMES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71};

    private final Budget budget;
    private final Rationals rationals;
    private final Exact exact;
    private final Atoms atoms;

    Canonical(Budget budget) {
        this.budget = budget;
        this.rationals = new Rationals(budget);
        this.exact = new Exact(budget);
        this.atoms = new Atoms(rationals);
    }

    /** Whether unequal canonical forms prove unequal values. */
    boolean decisive() {
        return atoms.decisive();
    }

    /** a*d - b*c for a/b and c/d. */
    Polynomial difference(Fraction a, Fraction b) {
        return minus(times(a.num(), b.den()), times(b.num(), a.den()));
    }

    Fraction of(Expr e) {
        budget.spend(20);
        Rational constant = exact.value(e);
        if (constant != null) {
            return Fraction.of(Polynomial.constant(bounded(constant)));
        }
        return switch (e) {
            case Expr.Sym(String name) -> free(name);
            case Expr.Const(var which) -> constant(which);
            case Expr.Neg(Expr of) -> negate(of(of));
            case Expr.Add(List<Expr> terms) -> {
                Fraction sum = Fraction.ZERO;
                for (Expr t : terms) {
                    sum = plus(sum, of(t));
                }
                yield sum;
            }
            case Expr.Mul(List<Expr> factors) -> {
                Fraction product = Fraction.ONE;
                for (Expr f : factors) {
                    product = times(product, of(f));
                }
                yield product;
            }
            case Expr.Div(Expr n, Expr d) -> times(of(n), inverse(of(d)));
            case Expr.Percent(Expr of) -> times(of(of), Fraction.of(Polynomial.constant(Rational.of(1, 100))));
            case Expr.Pow(Expr base, Expr exponent) -> power(base, exponent);
            case Expr.Call call -> call(call);
            case Expr.Apply(String name, List<Expr> args) -> opaque("apply " + name, args);
            case Expr.Bound(var binder, var v, var bounds, var body) -> {
                List<Expr> all = new ArrayList<>(bounds);
                all.add(body);
                yield opaque(binder + " " + v, all);
            }
            case Expr.Text(String words) -> free("text " + words);
            default -> throw new Unevaluable(Cause.MEANINGLESS);
        };
    }

    private Fraction free(String name) {
        return Fraction.of(Polynomial.atom(atoms.of("s:" + name, Atoms.Kind.FREE)));
    }

    private Fraction constant(Expr.Constant which) {
        return Fraction.of(Polynomial.atom(
                switch (which) {
                    case PI -> atoms.of("pi", Atoms.Kind.PI);
                    case E -> atoms.of("e", Atoms.Kind.E);
                    case I -> atoms.imaginary();
                    case INFINITY -> throw new Unevaluable(Cause.MEANINGLESS);
                }));
    }

    private Fraction call(Expr.Call call) {
        if (call.fn() == Fn.ROOT) {
            Rational degree = exact.value(call.args().getFirst());
            if (degree != null && !degree.isZero()) {
                return power(call.args().get(1), degree.inverse());
            }
        }
        if (call.fn() == Fn.EXP) {
            return power(new Expr.Const(Expr.Constant.E), call.args().getFirst());
        }
        if (call.fn() == Fn.NORM) {
            throw new Unevaluable(Cause.MEANINGLESS);
        }
        return opaque(call.fn().key(), call.args());
    }

    private Fraction opaque(String name, List<Expr> args) {
        StringBuilder key = new StringBuilder(name).append('(');
        for (Expr arg : args) {
            key.append(spell(arg)).append(';');
        }
        return Fraction.of(Polynomial.atom(atoms.of(key.append(')').toString(), Atoms.Kind.OPAQUE)));
    }

    /** A spelling that is the same for many equal arguments; unequal spellings prove nothing. */
    private String spell(Expr arg) {
        try {
            Fraction f = of(arg);
            return spell(f.num()) + "/" + spell(f.den());
        } catch (Unevaluable noForm) {
            if (noForm.reason() == Cause.BUDGET) {
                throw noForm;
            }
            return Show.of(arg);
        }
    }

    private String spell(Polynomial p) {
        List<String> terms = new ArrayList<>();
        p.terms.forEach((m, c) -> {
            budget.spend(30);
            budget.spendDigits(c.bits());
            StringBuilder term = new StringBuilder(c.toString());
            for (int i = 0; i < m.atoms.length; i++) {
                term.append('*').append(atoms.key(m.atoms[i])).append('^').append(m.powers[i]);
            }
            terms.add(term.toString());
        });
        terms.sort(null);
        String all = String.join("+", terms);
        if (all.length() > 4_000) {
            throw new Unevaluable(Cause.BUDGET);
        }
        return all;
    }

    private Fraction power(Expr base, Expr exponent) {
        Rational x = exact.value(exponent);
        if (x != null) {
            return power(base, x);
        }
        return opaque("pow", List.of(base, exponent));
    }

    private Fraction power(Expr base, Rational x) {
        if (x.isInteger() && x.num().bitLength() <= 16) {
            return integerPower(of(base), x.num().intValue());
        }
        Rational value = exact.value(base);
        if (value != null
                && value.signum() > 0
                && x.den().bitLength() <= 6
                && x.num().bitLength() <= 10) {
            return times(rootPower(value.num(), x), rootPower(value.den(), x.negate()));
        }
        if (value != null
                && value.signum() < 0
                && x.den().equals(BigInteger.TWO)
                && x.num().bitLength() <= 10) {
            Fraction i = integerPower(
                    Fraction.of(Polynomial.atom(atoms.imaginary())), x.num().intValue());
            return times(i, times(rootPower(value.num().negate(), x), rootPower(value.den(), x.negate())));
        }
        if (!x.isInteger() && x.num().abs().compareTo(x.den()) > 0 && x.num().bitLength() <= 10) {
            int whole = rationals.floor(x).intValue();
            Fraction part = opaque(
                    "root", List.of(base, new Expr.Div(new Expr.Int(x.num().mod(x.den())), new Expr.Int(x.den()))));
            return times(integerPower(of(base), whole), part);
        }
        return opaque("root", List.of(base, new Expr.Div(new Expr.Int(x.num()), new Expr.Int(x.den()))));
    }

    /** n^(p/q) as a rational times roots of primes (and of one unfactored rest). */
    private Fraction rootPower(BigInteger n, Rational x) {
        int q = x.den().intValue();
        Fraction result = Fraction.ONE;
        BigInteger rest = n;
        for (int prime : PRIMES) {
            BigInteger p = BigInteger.valueOf(prime);
            int count = 0;
            BigInteger[] parts = split(rest, p);
            while (parts[1].signum() == 0 && count < 512) {
                count++;
                rest = parts[0];
                parts = split(rest, p);
            }
            result = times(result, primePower(p, count * x.num().intValue(), q));
        }
        Rational root = exact.root(Rational.of(rest), q);
        if (root != null) {
            return times(
                    result,
                    Fraction.of(Polynomial.constant(rationals.pow(root, x.num().intValue()))));
        }
        return times(result, primePower(rest, x.num().intValue(), q));
    }

    private BigInteger[] split(BigInteger n, BigInteger prime) {
        budget.spendQuotient(n.bitLength(), prime.bitLength());
        return n.divideAndRemainder(prime);
    }

    private Fraction primePower(BigInteger p, int exponent, int q) {
        if (exponent == 0 || p.equals(BigInteger.ONE)) {
            return Fraction.ONE;
        }
        int whole = Math.floorDiv(exponent, q);
        int part = Math.floorMod(exponent, q);
        Fraction f = Fraction.of(Polynomial.constant(bounded(rationals.pow(Rational.of(p), whole))));
        if (part == 0) {
            return f;
        }
        int g = BigInteger.valueOf(part).gcd(BigInteger.valueOf(q)).intValue();
        Polynomial root = Polynomial.atom(atoms.root(p, q / g));
        return times(f, integerPower(Fraction.of(root), part / g));
    }

    private Fraction integerPower(Fraction f, int n) {
        if (n < 0) {
            return integerPower(inverse(f), -n);
        }
        if (f.num().terms.size() == 1 && f.den().terms.size() == 1 && n <= 4_096) {
            return new Fraction(monomialPower(f.num(), n), monomialPower(f.den(), n));
        }
        if (n > MAX_POWER) {
            throw new Unevaluable(Cause.BUDGET);
        }
        Fraction result = Fraction.ONE;
        for (int i = 0; i < n; i++) {
            result = times(result, f);
        }
        return result;
    }

    private Polynomial monomialPower(Polynomial p, int n) {
        Map.Entry<Monomial, Rational> term = p.terms.entrySet().iterator().next();
        Monomial m = term.getKey();
        int[] powers = m.powers.clone();
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.multiplyExact(powers[i], n);
        }
        if ((long) term.getValue().bits() * n > MAX_BITS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        Polynomial.Sum reduced = new Polynomial.Sum(rationals);
        for (int power : powers) {
            if (power > 100_000) {
                throw new Unevaluable(Cause.BUDGET);
            }
        }
        atoms.reduceInto(reduced, new Monomial(m.atoms, powers), rationals.pow(term.getValue(), n));
        return reduced.polynomial();
    }

    private Fraction plus(Fraction a, Fraction b) {
        int terms = a.num().terms.size() + b.num().terms.size();
        if (terms > 2 * MAX_TERMS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        budget.spend(10L * terms);
        if (a.den().terms.equals(b.den().terms)) {
            return new Fraction(a.num().plus(b.num(), rationals), a.den());
        }
        return new Fraction(times(a.num(), b.den()).plus(times(b.num(), a.den()), rationals), times(a.den(), b.den()));
    }

    private static Fraction negate(Fraction f) {
        return new Fraction(f.num().negate(), f.den());
    }

    Fraction times(Fraction a, Fraction b) {
        return new Fraction(times(a.num(), b.num()), times(a.den(), b.den()));
    }

    Fraction inverse(Fraction f) {
        if (f.num().isZero()) {
            throw new Unevaluable(Cause.DOMAIN);
        }
        return new Fraction(f.den(), f.num());
    }

    Polynomial minus(Polynomial a, Polynomial b) {
        return a.plus(b.negate(), rationals);
    }

    Polynomial times(Polynomial a, Polynomial b) {
        if (a.isConstant() && a.constant().equals(Rational.ONE)) {
            return b;
        }
        if (b.isConstant() && b.constant().equals(Rational.ONE)) {
            return a;
        }
        long pairs = (long) a.terms.size() * b.terms.size();
        if (pairs > 40L * MAX_TERMS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        budget.spend(20 + 12 * pairs);
        Polynomial.Sum product = new Polynomial.Sum(rationals);
        for (Map.Entry<Monomial, Rational> s : a.terms.entrySet()) {
            for (Map.Entry<Monomial, Rational> t : b.terms.entrySet()) {
                int factors = s.getKey().atoms.length + t.getKey().atoms.length;
                if (factors > MAX_TERMS) {
                    throw new Unevaluable(Cause.BUDGET);
                }
                budget.spend(factors);
                Rational c = bounded(rationals.mul(s.getValue(), t.getValue()));
                atoms.reduceInto(product, s.getKey().times(t.getKey()), c);
            }
        }
        if (product.size() > MAX_TERMS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        return product.polynomial();
    }

    private static Rational bounded(Rational q) {
        if (q.bits() > MAX_BITS) {
            throw new Unevaluable(Cause.BUDGET);
        }
        return q;
    }
}
