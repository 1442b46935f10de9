package dev.belay.verify.equal;

import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
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

    Polynomial plus(Polynomial o, Rationals rationals) {
        if (isZero()) {
            return o;
        }
        if (o.isZero()) {
            return this;
        }
        Sum sum = new Sum(rationals, terms);
        o.terms.forEach(sum::add);
        return sum.polynomial();
    }

    Polynomial negate() {
        Map<Monomial, Rational> all = new LinkedHashMap<>();
        terms.forEach((m, c) -> all.put(m, c.negate()));
        return new Polynomial(all);
    }

    /** A polynomial being added up. */
    static final class Sum {

        private final Rationals rationals;
        private final Map<Monomial, Rational> terms;

        Sum(Rationals rationals) {
            this(rationals, Map.of());
        }

        private Sum(Rationals rationals, Map<Monomial, Rational> terms) {
            this.rationals = rationals;
            this.terms = new LinkedHashMap<>(terms);
        }

        void add(Monomial m, Rational c) {
            Rational old = terms.get(m);
            Rational now = old == null ? c : rationals.add(old, c);
            if (now.isZero()) {
                terms.remove(m);
            } else {
                terms.put(m, now);
            }
        }

        int size() {
            return terms.size();
        }

        /** What has been added; nothing more may be. */
        Polynomial polynomial() {
            return new Polynomial(terms);
        }
    }
}
