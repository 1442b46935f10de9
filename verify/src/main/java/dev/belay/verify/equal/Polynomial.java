package dev.belay.verify.equal;

import dev.belay.verify.number.Rational;
import java.util.LinkedHashMap;
import java.util.Map;

/** A polynomial over atoms with rational coefficients; zero coefficients are never stored. Immutable by convention. */
final class Polynomial {

    static final Polynomial ZERO = new Polynomial(Map.of());
    static final Polynomial ONE = constant(Rational.ONE);

    final Map<Monomial, Rational> terms;

    Polynomial(Map<Monomial, Rational> terms) {
        this.terms = terms;
    }

    static Polynomial constant(Rational value) {
        return value.isZero() ? ZERO : new Polynomial(Map.of(Monomial.ONE, value));
    }

    static Polynomial atom(int atom) {
        return new Polynomial(Map.of(Monomial.of(atom, 1), Rational.ONE));
    }

    boolean isZero() {
        return terms.isEmpty();
    }

    boolean isConstant() {
        return terms.isEmpty() || (terms.size() == 1 && terms.containsKey(Monomial.ONE));
    }

    Rational constant() {
        return terms.getOrDefault(Monomial.ONE, Rational.ZERO);
    }

    Polynomial plus(Polynomial o) {
        if (isZero()) {
            return o;
        }
        if (o.isZero()) {
            return this;
        }
        Map<Monomial, Rational> sum = new LinkedHashMap<>(terms);
        o.terms.forEach((m, c) -> addTo(sum, m, c));
        return new Polynomial(sum);
    }

    Polynomial negate() {
        Map<Monomial, Rational> all = new LinkedHashMap<>();
        terms.forEach((m, c) -> all.put(m, c.negate()));
        return new Polynomial(all);
    }

    static void addTo(Map<Monomial, Rational> sum, Monomial m, Rational c) {
        Rational old = sum.get(m);
        Rational now = old == null ? c : old.plus(c);
        if (now.isZero()) {
            sum.remove(m);
        } else {
            sum.put(m, now);
        }
    }
}
