package dev.belay.verify.equal;

import dev.belay.verify.number.Rational;
import dev.belay.verify.number.Rationals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The atoms of one comparison and their algebraic relations: i*i = -1, and a q-th root of p to the q is p. */
final class Atoms {

    enum Kind {
        /** A variable: algebraically independent of everything. */
        FREE,
        /** i, or a root of a prime: powers reduce, and reduced products are independent. */
        ALGEBRAIC,
        PI,
        E,
        /** A function value: relations to other atoms are unknown. */
        OPAQUE
    }

    private record Atom(String key, Kind kind, int degree, BigInteger value) {}

    private final Rationals rationals;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Atom> atoms = new ArrayList<>();

    Atoms(Rationals rationals) {
        this.rationals = rationals;
    }

    int of(String key, Kind kind) {
        return of(key, kind, 0, BigInteger.ZERO);
    }

    private int of(String key, Kind kind, int degree, BigInteger value) {
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        atoms.add(new Atom(key, kind, degree, value));
        ids.put(key, atoms.size() - 1);
        return atoms.size() - 1;
    }

    int imaginary() {
        return of("i", Kind.ALGEBRAIC, 2, BigInteger.ONE.negate());
    }

    /** The q-th root of p, for p &gt; 1. */
    int root(BigInteger p, int q) {
        return of("root:" + q + ":" + p, Kind.ALGEBRAIC, q, p);
    }

    String key(int atom) {
        return atoms.get(atom).key();
    }

    /** Reduces algebraic powers in a monomial, adding the result times {@code c} to {@code sum}. */
    void reduceInto(Polynomial.Sum sum, Monomial m, Rational c) {
        Monomial rest = m;
        Rational factor = c;
        for (int i = 0; i < rest.atoms.length; i++) {
            Atom atom = atoms.get(rest.atoms[i]);
            int power = rest.powers[i];
            if (atom.degree() == 0 || power < atom.degree()) {
                continue;
            }
            factor = rationals.mul(factor, rationals.pow(Rational.of(atom.value()), power / atom.degree()));
            Monomial without = rest.without(i);
            int left = power % atom.degree();
            rest = without.times(Monomial.of(rest.atoms[i], left));
            i -= left == 0 ? 1 : 0;
        }
        sum.add(rest, factor);
    }

    /** Whether a nonzero reduced polynomial over all atoms met so far is certainly a nonzero value. */
    boolean decisive() {
        boolean pi = false;
        boolean e = false;
        Map<BigInteger, Integer> degrees = new HashMap<>();
        for (Atom a : atoms) {
            if (a.kind() == Kind.OPAQUE) {
                return false;
            }
            pi |= a.kind() == Kind.PI;
            e |= a.kind() == Kind.E;
            // Two different roots of one number, or any root that is not square, may be related.
            if (a.kind() == Kind.ALGEBRAIC && (a.degree() != 2 || degrees.put(a.value(), 2) != null)) {
                return false;
            }
        }
        return !(pi && e);
    }
}
